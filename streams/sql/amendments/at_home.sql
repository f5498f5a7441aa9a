-- Which amended events already have a row where they are amended: the primary key finds it, and no name is read. With the
-- lowest revision there, and whether anything was noted of the event.
WITH keyed AS
(
    SELECT
        number,
        fact_table,
        programme,
        reinterpretAsUInt128(sipHash128(programme, gathering)) AS gathering_key,
        reinterpretAsUInt128(sipHash128(source, id)) AS event_key
    FROM amended
)
SELECT
    keyed.number,
    min(stored.revision),
    any((keyed.programme, keyed.event_key) IN
    (
        SELECT programme, event_key
        FROM engagement.amendments
        WHERE event_key IN (SELECT event_key FROM keyed)
    ))
FROM keyed
INNER JOIN
(
    SELECT _table AS fact_table, gathering_key, event_key, revision
    FROM merge('engagement', {tables:String})
    WHERE gathering_key IN (SELECT gathering_key FROM keyed)
        AND (gathering_key, event_key) IN (SELECT gathering_key, event_key FROM keyed)
) AS stored USING (fact_table, gathering_key, event_key)
GROUP BY keyed.number
