SELECT $__timeInterval(hour) AS time, maxOrNull(p50_seconds) AS half, maxOrNull(p99_seconds) AS nearly_all
FROM published.pipeline_hours
WHERE $__timeFilter(hour)
GROUP BY time
ORDER BY time
