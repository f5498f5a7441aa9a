-- Which first revisions that stand in some gatherings were amended before they came: they have not been noted.
SELECT programme, source, id, revision, retracted, _table, gathering, toUnixTimestamp64Milli(appended)
FROM merge('engagement', {tables:String})
WHERE gathering_key IN (SELECT reinterpretAsUInt128(sipHash128(programme, gathering)) FROM asked)
    AND revision = 1
    AND (programme, event_key) IN
    (
        SELECT programme, event_key
        FROM engagement.amendments
        GROUP BY programme, event_key
        HAVING min(revision) > 1
    )
