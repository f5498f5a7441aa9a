SELECT maxOrNull(p99_seconds) AS seconds
FROM published.pipeline_hours
WHERE $__timeFilter(hour)
