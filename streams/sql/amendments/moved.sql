-- What was told of those of some amended events that were told of at more than one place; mostly of none.
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
FROM engagement.amendments
WHERE (programme, event_key) IN
(
    SELECT programme, event_key
    FROM engagement.amendments
    PREWHERE (programme, event_key) IN
    (
        SELECT event.1, reinterpretAsUInt128(sipHash128(event.2, event.3))
        FROM (SELECT arrayJoin({events:Array(Tuple(String, String, String))}) AS event)
    )
    GROUP BY programme, event_key
    HAVING uniqExact(fact_table, gathering) > 1
)
SETTINGS max_threads = 1
