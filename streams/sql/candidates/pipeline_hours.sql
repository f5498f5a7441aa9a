-- How fast messages are stored, by hours that are over and in which a hundred messages and more were stored. A message
-- counts as waiting as long as the oldest of its batch did: never less than it did. Numbers of messages are to the nearest
-- ten, of all programmes together.
CREATE OR REPLACE VIEW candidates.pipeline_hours DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    hour,
    engagement_rounded(sum(stored), 10) AS messages,
    quantileExactWeightedArray(0.5)(waits, weights) AS p50_seconds,
    quantileExactWeightedArray(0.99)(waits, weights) AS p99_seconds,
    engagement_rounded(sum(behind), 10) AS lag
FROM
(
    SELECT
        toStartOfHour(toDateTime(booked, 'UTC')) AS hour,
        worker,
        sum(messages) AS stored,
        argMax(lag, booked) AS behind,
        groupArray(greatest(dateDiff('millisecond', oldest, booked), 0) / 1000) AS waits,
        groupArray(toUInt64(messages)) AS weights
    FROM engagement.batches FINAL
    WHERE booked < toStartOfHour(now('UTC'))
    GROUP BY hour, worker
)
GROUP BY hour
HAVING sum(stored) >= 100
