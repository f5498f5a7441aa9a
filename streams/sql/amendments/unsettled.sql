-- Whether any of some events was noted at more than one place (a row `false`), and whether any event at all was amended whose
-- first revision has not been seen (a row `true`); mostly neither.
SELECT false AS awaited
FROM engagement.amendments
WHERE (programme, event_key) IN
(
    SELECT programme, reinterpretAsUInt128(sipHash128(source, id)) FROM amended
)
GROUP BY programme, event_key
HAVING min(sipHash64(fact_table, gathering)) != max(sipHash64(fact_table, gathering))
LIMIT 1
UNION ALL
SELECT true
FROM engagement.amendments
-- By one number in place of two, in a third of the time: it is done for every batch.
GROUP BY bitXor(event_key, toUInt128(sipHash64(programme)))
HAVING min(revision) > 1
LIMIT 1
SETTINGS max_threads = 1, compile_expressions = 0, compile_aggregate_expressions = 0
