-- The gatherings that are published, but for those that nothing was known of, and those that were suppressed while their
-- month was running and is not any more: both are decided anew.
INSERT INTO releases.gatherings
SELECT *
FROM published.gatherings
WHERE state = 'counted'
    OR (
        state = 'suppressed'
        AND NOT has({units:Array(Tuple(Date, String))}, (toStartOfMonth(day), toString(programme)))
    )
