-- The districts of a programme's month, each with whether its visits are withheld; also whether the month's are. A district
-- whose gatherings could be told from its total counts as one that must be withheld. Public order: few residents first. What
-- else is counted of a district goes with it, so that one pass over the gatherings serves each published view. What is not
-- known of somebody is a part of its own (the last band, the district ''), so that parts add up to the visits.
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
    cell.1.8 AS families,
    cell.1.9 AS listed,
    cell.1.10 AS by_age_band,
    cell.1.11 AS by_home_district,
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
                (
                    ifNull(districts.population, 0), sums.district, sums.visits, sums.gatherings, sums.not_recorded, tellable,
                    parts, sums.families, listed, sums.by_age_band, sums.by_home_district
                )
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
            sumIf(publishable.families, publishable.visits IS NOT NULL) AS families,
            groupArray((sipHash64(gathering), gathering, publishable.visits, day, status, provenance, disagree)) AS listed,
            sumMapIf(publishable.by_age_band, publishable.visits > 0) AS of_door,
            sumMapIf(publishable.groups_by_age_band, publishable.visits > 0) AS of_groups,
            arrayMap(
                band -> toInt64(of_door[band]) + of_groups[band], ['0-6', '7-12', '13-17', '18-29', '30-64', '65+']
            ) AS bands,
            arrayPushBack(bands, toInt64(ifNull(visits, 0)) - arraySum(bands)) AS by_age_band,
            sumMapIf(publishable.by_home_district, publishable.visits > 0) AS homes,
            mapUpdate(
                CAST(homes, 'Map(String, Int64)'), map('', toInt64(ifNull(visits, 0)) - arraySum(mapValues(homes)))
            ) AS by_home_district,
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
