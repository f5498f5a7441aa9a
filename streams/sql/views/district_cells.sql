-- The districts of a programme's month, each with whether its visits are withheld; also whether the month's are. A district
-- whose gatherings could be told from its total counts as one that must be withheld. Public order: few residents first.
CREATE OR REPLACE VIEW engagement.district_cells AS
SELECT
    programme,
    month,
    threshold,
    rounding,
    month_withheld,
    cell.1.1 AS residents,
    cell.1.2 AS district,
    cell.1.3 AS visits,
    cell.1.4 AS gatherings,
    cell.1.5 AS not_recorded,
    cell.2 = 1 AS withheld
FROM
(
    SELECT
        programme,
        month,
        threshold,
        rounding,
        arraySort(
            groupArray(
                (ifNull(districts.population, 0), sums.district, sums.visits, sums.gatherings, sums.not_recorded, tellable, parts)
            )
        ) AS cells,
        arrayFilter(cell -> cell.3 > 0, cells) AS counted,
        arrayMap(cell -> assumeNotNull(cell.3), counted) AS counts,
        arrayMap(cell -> cell.6, counted) AS must,
        arrayMap(cell -> cell.7, counted) AS least,
        notEmpty(counted) AND NOT engagement_sound(counts, must, least, threshold) AS month_withheld
    FROM
    (
        SELECT
            programme,
            month,
            any(publishable.threshold) AS threshold,
            any(publishable.rounding) AS rounding,
            publishable.district AS district,
            sum(publishable.visits) AS visits,
            countIf(held) AS gatherings,
            countIf(held AND publishable.visits IS NULL) AS not_recorded,
            groupArrayIf(assumeNotNull(publishable.visits), publishable.visits > 0) AS of_gatherings,
            length(of_gatherings) AS parts,
            NOT engagement_sound(
                of_gatherings, arrayMap(n -> false, of_gatherings), arrayMap(n -> 1, of_gatherings), threshold
            ) AS tellable
        FROM engagement.publishable
        GROUP BY programme, month, district
    ) AS sums
    LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts
        ON districts.district = sums.district
    GROUP BY programme, month, threshold, rounding
)
ARRAY JOIN arrayConcat(
    arrayZip(counted, engagement_withheld(counts, must, least, threshold)),
    arrayMap(cell -> (cell, 0), arrayFilter(cell -> ifNull(cell.3, 0) = 0, cells))
) AS cell
