-- Months that are not published yet: the sum of the visits that are shown, and how many gatherings were held.
INSERT INTO releases.months
SELECT
    toStartOfMonth(day) AS month,
    programme,
    countIf(status NOT IN ('cancelled', 'postponed') OR state != 'not recorded') AS held,
    countIf(status NOT IN ('cancelled', 'postponed') AND state = 'not recorded') AS unrecorded,
    1 - unrecorded / nullIf(held, 0),
    0,
    sumOrNull(shown.visits),
    multiIf(countIf(state = 'counted') > 0, 'counted', countIf(state = 'suppressed') > 0, 'suppressed', 'not recorded'),
    NULL,
    'not recorded',
    1,
    {edition:UInt64}
FROM releases.gatherings AS shown
WHERE NOT has({units:Array(Tuple(Date, String))}, (toStartOfMonth(day), toString(programme)))
GROUP BY month, programme
