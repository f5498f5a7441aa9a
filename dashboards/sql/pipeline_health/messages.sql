SELECT $__timeInterval(minute) AS time, sumOrNull(minutes.messages) AS messages
FROM published.pipeline_minutes AS minutes
WHERE $__timeFilter(minute)
GROUP BY time
ORDER BY time
