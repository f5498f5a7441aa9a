-- Workers that stored something within the last week. Numbers of messages are to the nearest ten.
CREATE OR REPLACE VIEW published.pipeline_workers DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    worker,
    min(booked) AS first_stored,
    max(booked) AS last_stored,
    engagement_rounded(sum(messages), 10) AS messages,
    max(seconds) AS slowest_batch_seconds,
    engagement_rounded(argMax(lag, booked), 10) AS lag
FROM engagement.batches FINAL
WHERE booked > now() - INTERVAL 7 DAY
GROUP BY worker
