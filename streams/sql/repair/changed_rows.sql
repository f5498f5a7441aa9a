-- The rebuilt rows that are not as they stand, both as JSON, the standing one empty where there is none.
SELECT plan.programme, plan.gathering, old.row, new.row
FROM (SELECT * FROM {scratch:Identifier}.plan WHERE fate = 'rebuilt') AS plan
INNER JOIN
(
    SELECT gathering_key, version, formatRowNoNewline('JSONEachRow', * EXCEPT ('^(computed|visitors_state|gathering_key|version)$')) AS row
    FROM {scratch:Identifier}.{roll_up:Identifier} FINAL
) AS new
    ON new.gathering_key = plan.gathering_key
LEFT JOIN
(
    SELECT gathering_key, version, formatRowNoNewline('JSONEachRow', * EXCEPT ('^(computed|visitors_state|gathering_key|version)$')) AS row
    FROM engagement.{roll_up:Identifier} FINAL
) AS old
    ON old.gathering_key = plan.gathering_key
WHERE new.version = plan.seen AND old.version = plan.version AND old.row != new.row
ORDER BY plan.programme, plan.gathering
LIMIT {most:UInt32}
