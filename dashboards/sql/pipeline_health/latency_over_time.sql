SELECT $__timeInterval(minute) AS time, maxOrNull(p50_seconds) AS half, maxOrNull(p99_seconds) AS nearly_all
FROM published.pipeline_minutes
WHERE $__timeFilter(minute)
GROUP BY time
ORDER BY time
