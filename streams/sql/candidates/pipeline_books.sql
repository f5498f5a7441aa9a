-- Whether each message of a topic ended in exactly one outcome, from the first that was booked to the last. `missing` and
-- `doubled` are exact; `consumed` and `accepted` are to the nearest hundred, so that nobody can count along.
CREATE OR REPLACE VIEW candidates.pipeline_books DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    topic,
    engagement_rounded(sum(booked), 100) AS consumed,
    engagement_rounded(sum(taken), 100) AS accepted,
    sum(outcomes) - sum(taken) AS dead_letters,
    sum(span) - sum(booked) AS missing,
    sum(outcomes) - sum(of_records) AS doubled,
    missing = 0 AND doubled = 0 AS balanced
FROM
(
    SELECT
        topic,
        partition,
        groupBitmapMerge(booked_as) AS booked,
        bitmapMax(groupBitmapMergeState(booked_as)) - bitmapMin(groupBitmapMergeState(booked_as)) + 1 AS span,
        groupBitmapMergeIf(booked_as, outcome = 'accepted') AS taken,
        groupBitmapMergeIf(booked_as, outcome != 'no-record') AS of_records,
        sumIf(many, outcome != 'no-record') AS outcomes
    FROM
    (
        SELECT topic, partition, outcome, groupBitmapMergeState(offsets) AS booked_as, groupBitmapMerge(offsets) AS many
        FROM engagement.books
        GROUP BY topic, partition, outcome
    )
    GROUP BY topic, partition
)
GROUP BY topic
