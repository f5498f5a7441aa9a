-- How fast messages are stored, by minute. A message counts as waiting as long as the oldest of its batch did: never less
-- than it did. Numbers of messages are to the nearest ten, of all programmes together.
CREATE OR REPLACE VIEW published.pipeline_minutes DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    minute,
    engagement_rounded(sum(stored), 10) AS messages,
    quantileExactWeightedArray(0.5)(waits, weights) AS p50_seconds,
    quantileExactWeightedArray(0.99)(waits, weights) AS p99_seconds,
    engagement_rounded(sum(behind), 10) AS lag
FROM
(
    SELECT
        toStartOfMinute(booked) AS minute,
        worker,
        sum(messages) AS stored,
        argMax(lag, booked) AS behind,
        groupArray(greatest(dateDiff('millisecond', oldest, booked), 0) / 1000) AS waits,
        groupArray(toUInt64(messages)) AS weights
    FROM engagement.batches FINAL
    GROUP BY minute, worker
)
GROUP BY minute
