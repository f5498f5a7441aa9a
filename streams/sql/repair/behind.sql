-- The gatherings whose row has not seen all their facts: a worker stored it, or its facts, while the rows were rebuilt.
SELECT stock.programme, stock.gathering
FROM
(
    SELECT programme, gathering, gathering_key, sum(seen) AS seen, min(oldest) AS oldest
    FROM {scratch:Identifier}.stock
    GROUP BY programme, gathering, gathering_key
) AS stock
LEFT JOIN (SELECT gathering_key, version FROM engagement.{roll_up:Identifier} FINAL) AS standing
    ON standing.gathering_key = stock.gathering_key
WHERE stock.seen > standing.version
    AND stock.gathering_key NOT IN (SELECT gathering_key FROM {scratch:Identifier}.plan WHERE fate = 'frozen')
