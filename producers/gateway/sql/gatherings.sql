-- The gatherings of the programmes and ids given that are of the day, or open since a week at most: those behind a place.
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
    status != 'open' AS closed,
    ifNull(toUnixTimestamp64Milli(starts), 999999999999999999) AS start
FROM engagement.participation FINAL
WHERE programme IN {programmes:Array(String)}
    AND (has({whole:Array(String)}, gathering) OR arrayExists(start -> startsWith(gathering, start), {beginnings:Array(String)}))
    AND (
        toDate(starts, 'Europe/Helsinki') <= {day:Date} AND toDate(ifNull(ends, starts), 'Europe/Helsinki') >= {day:Date}
        OR day = {day:Date}
        OR status = 'open' AND day >= {day:Date} - 7
    )
    AND status != 'cancelled'
    AND (closed, start, gathering, programme)
        > ({after_closed:UInt8}, {after_starts:Int64}, {after_gathering:String}, {after_programme:String})
ORDER BY closed, start, gathering, programme
LIMIT {limit:UInt32}
