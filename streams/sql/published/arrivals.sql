-- When people came to large gatherings (ten times the threshold and more), by hour. Of smaller ones nothing finer than the
-- day is shown.
CREATE OR REPLACE VIEW published.arrivals DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    programme,
    gathering,
    cell.1.2 AS hour,
    if(cell.2 = 1, NULL, toUInt64(round(cell.1.3 / rounding) * rounding)) AS entries,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        shown.programme AS programme,
        shown.gathering AS gathering,
        any(shown.threshold) AS threshold,
        any(shown.rounding) AS rounding,
        arraySort(
            groupArray((toUInt8(1), curve.hour, toInt64(curve.entries)))
        ) AS timed,
        arrayPushFront(
            timed,
            (toUInt8(0), toDateTime(0, 'UTC'), toInt64(assumeNotNull(any(shown.visits))) - arraySum(arrayMap(cell -> cell.3, timed)))
        ) AS cells,
        arrayFilter(cell -> cell.3 > 0, cells) AS counted
    FROM engagement.gathering_cells AS shown
    INNER JOIN
    (
        SELECT programme, gathering, toStartOfHour(quarter) AS hour, sum(participation_curve.entries) AS entries
        FROM engagement.participation_curve
        GROUP BY programme, gathering, hour
    ) AS curve
        ON curve.programme = shown.programme AND curve.gathering = shown.gathering
    WHERE NOT shown.withheld AND shown.visits >= 10 * shown.threshold
    GROUP BY shown.programme, shown.gathering
)
ARRAY JOIN engagement_parts(counted, arrayMap(cell -> cell.3, counted), threshold) AS cell
WHERE cell.1.1 = 1
