SELECT $__timeInterval(hour) AS time, sumOrNull(hours.messages) AS messages
FROM published.pipeline_hours AS hours
WHERE $__timeFilter(hour)
GROUP BY time
ORDER BY time
