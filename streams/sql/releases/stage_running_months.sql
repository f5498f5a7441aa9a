-- Months that are not published yet: the sum of the visits that are shown, and how many gatherings were held.
INSERT INTO releases.months
SELECT
    count.month AS month,
    programme,
    countIf(status NOT IN ('cancelled', 'postponed') OR count.state != 'not recorded') AS held,
    countIf(status NOT IN ('cancelled', 'postponed') AND count.state = 'not recorded' AND count.expected) AS unrecorded,
    1 - unrecorded / nullIf(countIf(count.state != 'not recorded') + unrecorded, 0),
    0,
    sumOrNull(count.visits),
    multiIf(
        countIf(count.state = 'counted') > 0, 'counted', countIf(count.state = 'suppressed') > 0, 'suppressed', 'not recorded'
    ),
    NULL,
    'not recorded',
    1,
    {edition:UInt64}
FROM releases.gatherings
ARRAY JOIN counts AS count
WHERE NOT has({units:Array(Tuple(Date, String))}, (count.month, toString(programme)))
GROUP BY month, programme
