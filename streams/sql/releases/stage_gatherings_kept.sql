-- The gatherings that are published, but for the counts of which nothing was known, which are decided anew.
INSERT INTO releases.gatherings
SELECT *
FROM
(
    SELECT * REPLACE (arrayFilter(count -> count.state != 'not recorded', counts) AS counts)
    FROM published.gatherings
)
WHERE notEmpty(counts)
