SELECT maxOrNull(p99_seconds) AS seconds
FROM published.pipeline_minutes
WHERE $__timeFilter(minute)
