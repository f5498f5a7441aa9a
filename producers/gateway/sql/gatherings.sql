-- The gatherings of the programmes and ids given that are of the day, or open since a week at most.
SELECT
    programme,
    gathering,
    status,
    name_fi,
    name_sv,
    name_en,
    venue,
    starts,
    ends,
    capacity,
    inside
FROM engagement.participation FINAL
WHERE programme IN {programmes:Array(String)}
    AND (has({whole:Array(String)}, gathering) OR arrayExists(start -> startsWith(gathering, start), {beginnings:Array(String)}))
    AND (
        toDate(starts, 'Europe/Helsinki') <= {day:Date} AND toDate(ifNull(ends, starts), 'Europe/Helsinki') >= {day:Date}
        OR day = {day:Date}
        OR status = 'open' AND day >= {day:Date} - 7
    )
    AND status != 'cancelled'
ORDER BY status = 'open' DESC, starts ASC NULLS LAST, gathering ASC
LIMIT 500
