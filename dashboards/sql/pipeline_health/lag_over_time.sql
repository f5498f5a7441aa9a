SELECT $__timeInterval(hour) AS time, maxOrNull(lag) AS waiting
FROM published.pipeline_hours
WHERE $__timeFilter(hour)
GROUP BY time
ORDER BY time
