SELECT
    worker,
    first_stored,
    last_stored,
    messages,
    slowest_batch_seconds AS slowest,
    lag AS waiting
FROM published.pipeline_workers
ORDER BY last_stored DESC, worker
LIMIT 50
