-- The gatherings of a scope that are planned to begin in some days, by Helsinki's calendar, cancelled ones too.
SELECT
    programme,
    gathering,
    status,
    name_fi,
    name_sv,
    name_en,
    venue,
    district,
    day,
    starts,
    ends,
    capacity,
    inside
FROM engagement.participation FINAL
WHERE programme IN {programmes:Array(String)}
    AND (has({whole:Array(String)}, gathering) OR arrayExists(start -> startsWith(gathering, start), {beginnings:Array(String)}))
    AND toDate(starts, 'Europe/Helsinki') BETWEEN {first:Date} AND {last:Date}
ORDER BY starts, programme, gathering
LIMIT {most:UInt32}
