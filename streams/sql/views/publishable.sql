-- The people of each gathering as they can be counted, by best estimate, and how they divide where that is known.
CREATE OR REPLACE VIEW engagement.publishable AS
SELECT
    known.programme AS programme,
    known.gathering AS gathering,
    programmes.threshold AS threshold,
    programmes.rounding AS rounding,
    known.day AS day,
    known.month AS month,
    known.district AS district,
    known.status AS status,
    known.status NOT IN ('cancelled', 'postponed') OR estimates.estimate IS NOT NULL AS held,
    estimates.estimate AS visits,
    estimates.provenance AS provenance,
    estimates.disagree AS disagree,
    participation.by_age_band AS by_age_band,
    group_participation.by_age_band AS groups_by_age_band,
    participation.by_home_district AS by_home_district,
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
