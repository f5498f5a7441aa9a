-- Workers of the last week, by hours that are over and in which they stored a hundred messages and more. Numbers of messages
-- are to the nearest ten.
CREATE OR REPLACE VIEW candidates.pipeline_workers DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    worker,
    min(hour) AS first_stored,
    max(hour) AS last_stored,
    engagement_rounded(sum(stored), 10) AS messages,
    max(slowest) AS slowest_batch_seconds,
    engagement_rounded(argMax(behind, hour), 10) AS lag
FROM
(
    SELECT
        worker,
        toStartOfHour(toDateTime(booked, 'UTC')) AS hour,
        sum(messages) AS stored,
        max(seconds) AS slowest,
        argMax(lag, booked) AS behind
    FROM engagement.batches FINAL
    WHERE booked > now() - INTERVAL 7 DAY AND booked < toStartOfHour(now('UTC'))
    GROUP BY worker, hour
    HAVING stored >= 100
)
GROUP BY worker
