-- What worries people, by quarter.
CREATE OR REPLACE VIEW candidates.concerns_by_category DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    quarter,
    programme,
    cell.1.1 AS category,
    if(cell.2 = 1, NULL, engagement_rounded(cell.1.2, rounding)) AS concerns,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT *, arraySort(arrayFilter(cell -> cell.2 > 0, arrayZip(mapKeys(by_category), mapValues(by_category)))) AS cells
    FROM engagement.concerns_of_quarters
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.2, cells), threshold) AS cell
