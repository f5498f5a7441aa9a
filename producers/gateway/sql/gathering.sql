-- The plan of one gathering, and when people came, out of its roll-up.
SELECT
    programme,
    gathering,
    status,
    name_fi,
    name_sv,
    name_en,
    venue,
    day,
    starts,
    ends,
    capacity,
    inside,
    computed,
    arraySort(mapKeys(curve)) AS quarters,
    arrayMap(quarter -> curve[quarter].entries, quarters) AS arrivals
FROM engagement.participation FINAL
WHERE gathering_key = reinterpretAsUInt128(sipHash128({programme:String}, {gathering:String}))
    AND programme = {programme:String}
    AND gathering = {gathering:String}
