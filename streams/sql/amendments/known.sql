-- What was noted of some events.
SELECT
    programme,
    source,
    id,
    revision,
    retracted,
    amends,
    content,
    fact_table,
    gathering,
    toUnixTimestamp64Milli(appended)
FROM engagement.amendments FINAL
WHERE event_key IN (SELECT reinterpretAsUInt128(sipHash128(source, id)) FROM amended)
    AND (programme, source, id) IN (SELECT programme, source, id FROM amended)
SETTINGS max_threads = 1
