-- Which districts concerns are about, by quarter; '' is not given.
CREATE OR REPLACE VIEW candidates.concerns_by_district DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    quarter,
    programme,
    cell.1.1 AS district,
    if(cell.2 = 1, NULL, engagement_rounded(cell.1.2, rounding)) AS concerns,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        *,
        arrayFilter(
            cell -> cell.2 > 0,
            arrayPushFront(
                arraySort(arrayMap((district, n) -> (district, toInt64(n)), mapKeys(by_district), mapValues(by_district))),
                ('', raised - toInt64(arraySum(mapValues(by_district))))
            )
        ) AS cells
    FROM engagement.concerns_of_quarters
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.2, cells), threshold) AS cell
