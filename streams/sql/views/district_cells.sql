-- The districts of a programme's month, each with whether its visits are withheld; also whether the month's are. A district
-- whose gatherings could be told from its total, less those that are published already, counts as one that must be withheld.
-- Public order: few residents first. What else is counted of a district goes with it, so that one pass over the gatherings
-- serves each view. What is not known of somebody is a part of its own (the last band, the district ''), so that parts add
-- up to the visits.
-- Each step is a query of its own: ClickHouse puts a name's whole expression in each place where the name stands, and to
-- plan that would take longer than to run it.
CREATE OR REPLACE VIEW engagement.district_cells AS
SELECT
    programme,
    month,
    threshold,
    rounding,
    residents,
    district,
    visits,
    gatherings,
    not_recorded,
    expected,
    families,
    listed,
    arrayPushBack(bands, toInt64(ifNull(visits, 0)) - arraySum(bands)) AS by_age_band,
    mapUpdate(homes, map('', toInt64(ifNull(visits, 0)) - arraySum(mapValues(homes)))) AS by_home_district,
    notEmpty(counts) AND NOT engagement_sound(counts, must, least, threshold) AS month_withheld,
    ifNull(visits, 0) > 0 AND engagement_withheld(counts, must, least, threshold)[place] AS withheld
FROM
(
    SELECT
        *,
        groupArrayIf(assumeNotNull(visits), visits > 0) OVER month_whole AS counts,
        groupArrayIf(tellable, visits > 0) OVER month_whole AS must,
        groupArrayIf(parts, visits > 0) OVER month_whole AS least,
        countIf(visits > 0) OVER month_so_far AS place
    FROM
    (
        SELECT
            sums.*,
            ifNull(districts.population, 0) AS residents,
            visits_shown + length(of_gatherings) AS parts,
            notEmpty(of_gatherings)
                AND NOT engagement_sound(
                    of_gatherings, of_marked, arrayMap(n -> 1, of_gatherings), threshold
                ) AS tellable,
            arrayResize(by_age_band, 6) AS bands
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
                groupArray((
                    sipHash64(gathering),
                    gathering,
                    grain,
                    day,
                    publishable.visits,
                    status,
                    provenance,
                    disagree,
                    publishable.expected,
                    piece,
                    shown,
                    marked
                )) AS listed,
                groupArrayIf(assumeNotNull(publishable.visits), publishable.visits > 0 AND NOT shown) AS of_gatherings,
                groupArrayIf(marked, publishable.visits > 0 AND NOT shown) AS of_marked,
                toInt64(sumIf(assumeNotNull(publishable.visits), publishable.visits > 0 AND shown)) AS visits_shown,
                sumForEachIf(publishable.by_age_band, publishable.visits > 0) AS by_age_band,
                CAST(sumMapIf(publishable.by_home_district, publishable.visits > 0), 'Map(String, Int64)') AS homes
            FROM engagement.publishable
            GROUP BY programme, month, district
        ) AS sums
        LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts
            ON districts.district = sums.district
    )
    WINDOW
        month_whole AS (
            PARTITION BY programme, month ORDER BY residents, district
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ),
        month_so_far AS (
            PARTITION BY programme, month ORDER BY residents, district
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
)
