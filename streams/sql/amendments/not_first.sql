-- Which amended events have no first revision where they are amended, with the lowest revision there, 0 where they have no row.
-- Nearly all have one and are left out. The gatherings are found by the primary key, and of their rows only the events' keys
-- are read.
WITH keyed AS
(
    SELECT
        number,
        fact_table,
        reinterpretAsUInt128(sipHash128(programme, gathering)) AS gathering_key,
        reinterpretAsUInt128(sipHash128(source, id)) AS event_key
    FROM amended
)
SELECT keyed.number, stored.lowest
FROM keyed
LEFT JOIN
(
    SELECT _table AS fact_table, gathering_key, event_key, min(revision) AS lowest
    FROM merge('engagement', {tables:String})
    PREWHERE event_key IN (SELECT event_key FROM keyed)
    WHERE gathering_key IN (SELECT gathering_key FROM keyed)
    GROUP BY fact_table, gathering_key, event_key
) AS stored USING (fact_table, gathering_key, event_key)
WHERE stored.lowest != 1
SETTINGS max_threads = 1, compile_expressions = 0, compile_aggregate_expressions = 0
