-- What was noted of those of some events that stand at more than one place; mostly of none. And a row without a programme if
-- any event at all was amended whose first revision has not been seen.
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
UNION ALL
SELECT '', '', '', 0, false, false, 0, '', '', 0
FROM
(
    SELECT programme, event_key
    FROM engagement.amendments
    GROUP BY programme, event_key
    HAVING min(revision) > 1
    LIMIT 1
)
SETTINGS max_threads = 1
