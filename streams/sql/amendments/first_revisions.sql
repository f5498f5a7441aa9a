-- The first revisions of some events among the facts of a table, each sought only at one gathering: the primary key finds it.
SELECT programme, source, id, retracted, gathering, toUnixTimestamp64Milli(appended)
FROM engagement.{table:Identifier}
PREWHERE (gathering_key, event_key) IN
(
    SELECT
        reinterpretAsUInt128(sipHash128(event.1, event.4)),
        reinterpretAsUInt128(sipHash128(event.2, event.3))
    FROM (SELECT arrayJoin({events:Array(Tuple(String, String, String, String))}) AS event)
)
WHERE revision = 1
SETTINGS max_threads = 1
