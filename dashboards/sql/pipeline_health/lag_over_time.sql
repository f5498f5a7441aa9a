SELECT $__timeInterval(minute) AS time, maxOrNull(lag) AS waiting
FROM published.pipeline_minutes
WHERE $__timeFilter(minute)
GROUP BY time
ORDER BY time
