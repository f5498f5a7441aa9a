SELECT if(count() = 0, NULL, dateDiff('second', max(last_stored), now64(3))) AS seconds
FROM published.pipeline_workers
