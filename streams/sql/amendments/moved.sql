-- What was noted of those of some events that stand at more than one place.
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
    WHERE (programme, event_key) IN
    (
        SELECT programme, reinterpretAsUInt128(sipHash128(source, id)) FROM amended
    )
    GROUP BY programme, event_key
    HAVING uniqExact(fact_table, gathering) > 1
)
SETTINGS max_threads = 1
