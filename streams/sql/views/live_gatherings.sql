-- The people of each gathering as they are counted now, by best estimate, and how they divide where that is known.
CREATE OR REPLACE VIEW engagement.live_gatherings AS
SELECT
    programme,
    gathering,
    threshold,
    rounding,
    day,
    month,
    district,
    status,
    best.1 AS visits,
    best.2 AS provenance,
    best.3 AS disagree,
    by_age_band,
    by_home_district,
    families
FROM
(
    SELECT
        known.*,
        programmes.threshold AS threshold,
        programmes.rounding AS rounding,
        engagement_estimate(known.door, known.sheet, known.peak, coalesce(known.door, known.sheet)) AS best
    FROM engagement.gathering_days AS known
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
)
