-- Take back the visitor's check-ins in the touched gatherings. The row says as little as it can: the day that it was, in
-- place of every instant, so that neither the time of the visit nor that of the erasure ties one to another; and so it is
-- deleted with age no sooner than what was refused as too late.
INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, retracted, time, recorded, appended)
SELECT
    programme,
    gathering,
    source,
    id,
    revision + 1,
    true,
    toStartOfDay(check_ins.time),
    toStartOfDay(check_ins.time),
    toStartOfDay(check_ins.time)
FROM engagement.check_ins AS check_ins FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'participation')
    AND visitor = toFixedString(unhex({visitor:String}), 16)
SETTINGS log_queries = 0
