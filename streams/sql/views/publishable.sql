-- The people of each gathering as they can be counted, by best estimate, and how they divide. What is not known of somebody
-- is a part of its own (the last band, the district ''), so that the parts add up to the visits.
CREATE OR REPLACE VIEW engagement.publishable AS
SELECT
    known.programme AS programme,
    known.gathering AS gathering,
    programmes.threshold AS threshold,
    programmes.rounding AS rounding,
    known.day AS day,
    known.month AS month,
    known.district AS district,
    known.status NOT IN ('cancelled', 'postponed') OR estimates.estimate IS NOT NULL AS held,
    estimates.estimate AS visits,
    arrayMap(
        band -> toInt64(participation.by_age_band[band]) + group_participation.by_age_band[band],
        ['0-6', '7-12', '13-17', '18-29', '30-64', '65+']
    ) AS bands,
    arrayPushBack(bands, toInt64(ifNull(visits, 0)) - arraySum(bands)) AS by_age_band,
    mapUpdate(
        CAST(participation.by_home_district, 'Map(String, Int64)'),
        map('', toInt64(ifNull(visits, 0)) - arraySum(mapValues(participation.by_home_district)))
    ) AS by_home_district,
    toInt64(participation.family_visits) + participation.accompanied + group_participation.by_kind['family'] AS families
FROM engagement.gathering_days AS known
INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
LEFT JOIN engagement.estimates AS estimates
    ON estimates.programme = known.programme AND estimates.gathering = known.gathering
LEFT JOIN
(
    SELECT programme, gathering, by_age_band, by_home_district, family_visits, accompanied
    FROM engagement.participation FINAL
) AS participation
    ON participation.programme = known.programme AND participation.gathering = known.gathering
LEFT JOIN
(
    SELECT programme, gathering, by_age_band, by_kind FROM engagement.group_participation FINAL
) AS group_participation
    ON group_participation.programme = known.programme AND group_participation.gathering = known.gathering
