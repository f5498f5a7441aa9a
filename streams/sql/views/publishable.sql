-- The people of each gathering as a release counts them: as they were when the gathering's numbers were last published, so
-- that whatever is uploaded late, corrected or erased since changes no sum that it is part of; before that, as they are
-- counted now. `shown` says that its visits are published, `marked` that they were suppressed: neither is decided again.
CREATE OR REPLACE VIEW engagement.publishable AS
SELECT
    programme,
    gathering,
    threshold,
    rounding,
    day,
    month,
    district,
    status,
    status NOT IN ('cancelled', 'postponed') OR visits IS NOT NULL AS held,
    visits,
    provenance,
    disagree,
    by_age_band,
    by_home_district,
    families,
    (programme, gathering) IN (
        SELECT programme, gathering FROM releases.gatherings WHERE state = 'counted' AND visits > 0
    ) AS shown,
    (programme, gathering) IN (SELECT programme, gathering FROM releases.gatherings WHERE state = 'suppressed') AS marked
FROM
(
    SELECT
        frozen.programme AS programme,
        frozen.gathering AS gathering,
        programmes.threshold AS threshold,
        programmes.rounding AS rounding,
        frozen.day AS day,
        toStartOfMonth(frozen.day) AS month,
        frozen.district AS district,
        frozen.status AS status,
        frozen.visits AS visits,
        frozen.provenance AS provenance,
        frozen.disagree AS disagree,
        frozen.by_age_band AS by_age_band,
        frozen.by_home_district AS by_home_district,
        frozen.families AS families
    FROM
    (
        SELECT * FROM releases.frozen_gatherings ORDER BY edition DESC LIMIT 1 BY programme, gathering
    ) AS frozen
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = frozen.programme
    UNION ALL
    SELECT
        programme,
        gathering,
        threshold,
        rounding,
        day,
        month,
        district,
        status,
        visits,
        provenance,
        disagree,
        by_age_band,
        by_home_district,
        families
    FROM engagement.live_gatherings
    WHERE (programme, gathering) NOT IN (SELECT programme, gathering FROM releases.frozen_gatherings)
)
