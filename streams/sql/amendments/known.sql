-- What was told of some events that were amended.
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
WHERE event_key IN
    (
        SELECT reinterpretAsUInt128(sipHash128(event.2, event.3))
        FROM (SELECT arrayJoin({events:Array(Tuple(String, String, String))}) AS event)
    )
    AND (programme, source, id) IN {events:Array(Tuple(String, String, String))}
SETTINGS max_threads = 1
