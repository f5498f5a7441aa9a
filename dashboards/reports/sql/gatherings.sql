-- A row for each of a gathering's own counts and each total of its sheets, as days, weeks and months of `published` sum them. A
-- total of a week (grain 3) or a month (4) is part of the period where its month is wholly in it.
SELECT
    count.day AS day,
    programme,
    gathering,
    venue,
    district,
    status,
    name_fi,
    name_sv,
    name_en,
    count.grain AS grain,
    if(ends > starts AND ends <= starts + INTERVAL 1 DAY, dateDiff('second', starts, ends) / 3600, NULL) AS planned_hours,
    count.visits AS visits,
    count.state AS state,
    count.expected AS expected,
    provenance,
    disagree,
    edition
FROM published.gatherings
ARRAY JOIN counts AS count
WHERE
    if(
        count.grain > 2,
        count.month >= {start:Date} AND toLastDayOfMonth(count.month) <= {end:Date},
        count.day BETWEEN {start:Date} AND {end:Date}
    )
ORDER BY day, programme, gathering, count.piece
