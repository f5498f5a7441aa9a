-- The gatherings that are published, but for the counts of which nothing was known, and those that were suppressed while
-- their month was running and is not any more: both are decided anew.
INSERT INTO releases.gatherings
SELECT *
FROM
(
    SELECT
        * REPLACE (
            arrayFilter(
                count -> count.state = 'counted'
                    OR (
                        count.state = 'suppressed'
                        AND NOT has({units:Array(Tuple(Date, String))}, (count.month, toString(programme)))
                    ),
                counts
            ) AS counts
        )
    FROM published.gatherings
)
WHERE notEmpty(counts)
