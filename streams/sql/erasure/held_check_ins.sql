-- The check-ins of which any row, replaced or not, holds the visitor. `in_force`: the row that counts does, and is not one
-- that withholds, which has no direction. `final`: facts beside it may be deleted already, so that no roll-up can be
-- recomputed from them.
SELECT
    gathering,
    gathering_key,
    event_key,
    max(check_ins.version) AS newest,
    argMax(visitor = toFixedString(unhex({visitor:String}), 16) AND direction != '', check_ins.version) AS in_force,
    ifNull(least(minOrNullIf(time, direction != ''), any(roll_ups.oldest_fact)) < {cutoff:DateTime64(3, 'UTC')}, false) AS final
FROM engagement.check_ins AS check_ins
LEFT JOIN
(
    SELECT gathering_key, oldest_fact FROM engagement.participation FINAL WHERE programme = {programme:String}
) AS roll_ups USING (gathering_key)
WHERE (gathering_key, event_key) IN
(
    SELECT gathering_key, event_key
    FROM engagement.check_ins
    WHERE programme = {programme:String} AND visitor = toFixedString(unhex({visitor:String}), 16)
)
GROUP BY gathering, gathering_key, event_key
-- What is asked holds the pseudonym, so ClickHouse's own log of queries must not.
SETTINGS log_queries = 0
