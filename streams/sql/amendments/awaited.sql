-- Which of some events were amended before they came: their first revision has not been seen.
SELECT DISTINCT programme, source, id
FROM engagement.amendments
WHERE event_key IN (SELECT reinterpretAsUInt128(sipHash128(source, id)) FROM came)
    AND (programme, source, id) IN (SELECT programme, source, id FROM came)
    AND (programme, event_key) IN
    (
        SELECT programme, event_key
        FROM engagement.amendments
        GROUP BY programme, event_key
        HAVING min(revision) > 1
    )
SETTINGS max_threads = 1
