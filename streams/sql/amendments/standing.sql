-- Where some events stand, as far as the tables of facts have not merged them away.
SELECT programme, source, id, revision, retracted, _table, gathering, toUnixTimestamp64Milli(appended)
FROM merge('engagement', {tables:String})
WHERE event_key IN (SELECT reinterpretAsUInt128(sipHash128(source, id)) FROM amended)
    AND (programme, source, id) IN (SELECT programme, source, id FROM amended)
