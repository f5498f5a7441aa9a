-- Visits by where the visitors live, also per 1,000 residents of that district (population at the end of 2010). '' is not
-- given.
CREATE OR REPLACE VIEW published.home_districts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    cell.1.2 AS home_district,
    districts.name_fi AS name_fi,
    districts.name_sv AS name_sv,
    if(cell.2 = 1, NULL, toUInt64(round(cell.1.3 / rounding) * rounding)) AS visits,
    visits * 1000 / nullIf(districts.population, 0) AS per_1000_residents,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        sums.programme AS programme,
        sums.month AS month,
        any(threshold) AS threshold,
        any(rounding) AS rounding,
        arraySort(groupArray((if(home = '', -1, toInt64(ifNull(districts.population, 0))), home, count))) AS cells
    FROM
    (
        SELECT
            programme,
            month,
            any(publishable.threshold) AS threshold,
            any(publishable.rounding) AS rounding,
            sumMap(by_home_district) AS homes
        FROM engagement.publishable
        WHERE visits > 0
        GROUP BY programme, month
    ) AS sums
    ARRAY JOIN mapKeys(homes) AS home, mapValues(homes) AS count
    LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts ON districts.district = home
    INNER JOIN (SELECT DISTINCT programme, month FROM engagement.district_cells WHERE NOT month_withheld) AS shown
        ON shown.programme = sums.programme AND shown.month = sums.month
    WHERE count > 0
    GROUP BY sums.programme, sums.month
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.3, cells), threshold) AS cell
LEFT JOIN (SELECT * FROM engagement.districts FINAL) AS districts ON districts.district = cell.1.2
