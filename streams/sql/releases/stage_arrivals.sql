-- Arrivals are published once, with the gathering's visits, and stay as they are.
INSERT INTO releases.arrivals
SELECT * FROM published.arrivals
UNION ALL
SELECT *, {edition:UInt64}
FROM candidates.arrivals
WHERE (programme, gathering) NOT IN (SELECT programme, gathering FROM published.arrivals)
    AND (programme, gathering) IN (SELECT programme, gathering FROM releases.gatherings WHERE state = 'counted')
