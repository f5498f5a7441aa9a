-- Take back the visitor's check-ins that are withheld: in the same revision, so that only a higher one counts again, and
-- with nothing of the visitor. The row says as little as it can, the day.
INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, retracted, time, recorded, appended)
SELECT
    programme,
    gathering,
    source,
    id,
    revision,
    true,
    time,
    recorded,
    appended
FROM engagement.check_ins FINAL
WHERE gathering_key IN
    (
        SELECT gathering_key
        FROM engagement.check_ins
        WHERE programme = {programme:String}
            AND visitor = toFixedString(unhex({visitor:String}), 16)
            AND direction = ''
    )
    AND visitor = toFixedString(unhex({visitor:String}), 16)
    AND direction = ''
SETTINGS log_queries = 0
