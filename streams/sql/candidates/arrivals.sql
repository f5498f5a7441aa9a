-- When people came to large gatherings (ten times the threshold and more), by hour. Of smaller ones nothing finer than the
-- day is shown.
CREATE OR REPLACE VIEW candidates.arrivals DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    programme,
    gathering,
    cell.1.2 AS hour,
    if(cell.2 = 1, NULL, engagement_rounded(cell.1.3, rounding)) AS entries,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        shown.programme AS programme,
        shown.gathering AS gathering,
        shown.threshold AS threshold,
        shown.rounding AS rounding,
        arrayReduce(
            'sumMap',
            [arrayMap(quarter -> toStartOfHour(quarter), mapKeys(curve))],
            [arrayMap(both -> toInt64(both.entries), mapValues(curve))]
        ) AS hours,
        arrayMap((hour, entries) -> (toUInt8(1), hour, entries), hours.1, hours.2) AS timed,
        arrayPushFront(
            timed, (toUInt8(0), toDateTime(0, 'UTC'), toInt64(assumeNotNull(shown.visits)) - arraySum(hours.2))
        ) AS cells,
        arrayFilter(cell -> cell.3 > 0, cells) AS counted
    FROM engagement.gathering_cells AS shown
    INNER JOIN
    (
        SELECT programme, gathering, curve FROM engagement.participation FINAL WHERE notEmpty(curve)
    ) AS participation
        ON participation.programme = shown.programme AND participation.gathering = shown.gathering
    WHERE NOT shown.withheld AND shown.piece = '' AND shown.visits >= 10 * shown.threshold
)
ARRAY JOIN engagement_parts(counted, arrayMap(cell -> cell.3, counted), threshold) AS cell
WHERE cell.1.1 = 1
