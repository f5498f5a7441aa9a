-- Where some events of a programme stand, as far as the tables of facts have not merged them away.
SELECT programme, source, id, revision, retracted, _table, gathering, toUnixTimestamp64Milli(appended)
FROM merge('engagement', {tables:String})
WHERE event_key IN
    (
        SELECT reinterpretAsUInt128(sipHash128(event.2, event.3))
        FROM (SELECT arrayJoin({events:Array(Tuple(String, String, String))}) AS event)
    )
    AND (programme, source, id) IN {events:Array(Tuple(String, String, String))}
