-- Where the visitors of a programme's month live, each home with whether its visits are withheld; none of a month whose
-- visits are, or whose homes could be told from them. Public order: few residents first, before them '' (not given).
CREATE OR REPLACE VIEW engagement.home_cells AS
SELECT
    month,
    programme,
    rounding,
    total,
    greatest(cell.1.1, 0) AS residents,
    cell.1.2 AS home_district,
    cell.1.3 AS visits,
    cell.2 = 1 AS withheld
FROM
(
    SELECT
        sums.programme AS programme,
        sums.month AS month,
        any(sums.threshold) AS threshold,
        any(sums.rounding) AS rounding,
        any(sums.total) AS total,
        arraySort(groupArray((if(home = '', -1, toInt64(ifNull(districts.population, 0))), home, count))) AS cells
    FROM
    (
        SELECT
            programme,
            month,
            any(cells.threshold) AS threshold,
            any(cells.rounding) AS rounding,
            sum(cells.visits) AS total,
            sumMap(cells.by_home_district) AS homes
        FROM engagement.district_cells AS cells
        WHERE cells.visits > 0 AND NOT cells.month_withheld
        GROUP BY programme, month
    ) AS sums
    ARRAY JOIN mapKeys(homes) AS home, mapValues(homes) AS count
    LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts ON districts.district = home
    WHERE count > 0
    GROUP BY sums.programme, sums.month
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.3, cells), threshold) AS cell
