-- Put a row above each of the visitor's check-ins in the touched gatherings that counts for nothing and still holds the
-- visitor: ClickHouse may merge the replaced row away at any time, and which roll-ups count it must be found until these
-- are recomputed. It says the day in place of every instant, so that neither the time of the visit nor that of the erasure
-- ties one to another; and so it is deleted with age no sooner than what was refused as too late.
INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, recorded, appended, visitor)
SELECT
    programme,
    gathering,
    source,
    id,
    revision + 1,
    toStartOfDay(check_ins.time),
    toStartOfDay(check_ins.time),
    toStartOfDay(check_ins.time),
    visitor
FROM engagement.check_ins AS check_ins FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'participation')
    AND visitor = toFixedString(unhex({visitor:String}), 16)
    AND direction != ''
SETTINGS log_queries = 0
