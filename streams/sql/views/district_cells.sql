-- The districts of a programme's month, each with whether its visits are withheld, and whether the month's are, as the release
-- decided; of what is not decided yet small numbers are withheld. What else is counted of a district goes with it, so that one pass over the
-- gatherings serves each view. What is not known of somebody is a part of its own (the last band, the district ''), so that
-- parts add up to the visits.
-- Each step is a query of its own: ClickHouse puts a name's whole expression in each place where the name stands, and to
-- plan that would take longer than to run it.
CREATE OR REPLACE VIEW engagement.district_cells AS
SELECT
    sums.programme AS programme,
    sums.month AS month,
    sums.threshold AS threshold,
    sums.rounding AS rounding,
    ifNull(districts.population, 0) AS residents,
    sums.district AS district,
    sums.visits AS visits,
    sums.gatherings AS gatherings,
    sums.not_recorded AS not_recorded,
    sums.expected AS expected,
    sums.families AS families,
    arrayPushBack(sums.bands, toInt64(ifNull(sums.visits, 0)) - arraySum(sums.bands)) AS by_age_band,
    mapUpdate(sums.homes, map('', toInt64(ifNull(sums.visits, 0)) - arraySum(mapValues(sums.homes)))) AS by_home_district,
    (sums.programme, sums.month) NOT IN (
        SELECT programme, month FROM releases.decisions WHERE level = 'month' AND shown
    )
        AND (
            (sums.programme, sums.month) IN (
                SELECT programme, month FROM releases.decisions WHERE level = 'month' AND NOT shown
            )
            OR ifNull(sum(sums.visits) OVER (PARTITION BY sums.programme, sums.month), 0) BETWEEN 1 AND sums.threshold - 1
        ) AS month_withheld,
    sums.visits IS NOT NULL
        AND (sums.programme, sums.month, sums.district) NOT IN (
            SELECT programme, month, name FROM releases.decisions WHERE level = 'district' AND shown
        )
        AND (
            (sums.programme, sums.month, sums.district) IN (
                SELECT programme, month, name FROM releases.decisions WHERE level = 'district' AND NOT shown
            )
            OR ifNull(sums.visits, 0) BETWEEN 1 AND sums.threshold - 1
        ) AS withheld
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
        countIf(held AND publishable.expected AND publishable.visits IS NULL) AS not_recorded,
        countIf(held AND (publishable.expected OR publishable.visits IS NOT NULL)) AS expected,
        sumIf(publishable.families, publishable.visits IS NOT NULL) AS families,
        arrayResize(sumForEachIf(publishable.by_age_band, publishable.visits > 0), 6) AS bands,
        CAST(sumMapIf(publishable.by_home_district, publishable.visits > 0), 'Map(String, Int64)') AS homes
    FROM engagement.publishable
    GROUP BY programme, month, district
) AS sums
LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts ON districts.district = sums.district
