SELECT sumOrNull(workers.lag) AS waiting
FROM published.pipeline_workers AS workers
