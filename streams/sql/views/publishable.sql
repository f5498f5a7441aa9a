-- The people of each gathering as a release counts them: as they were when the gathering's numbers were last published, so
-- that whatever is uploaded late, corrected or erased since changes no sum that it is part of; before that, as they are
-- counted now. A row for each gathering, or for each total of a sheet that counts.
CREATE OR REPLACE VIEW engagement.publishable AS
SELECT
    programme,
    gathering,
    piece,
    threshold,
    rounding,
    day,
    month,
    grain,
    district,
    status,
    status NOT IN ('cancelled', 'postponed') OR visits IS NOT NULL AS held,
    expected,
    visits,
    provenance,
    disagree,
    by_age_band,
    by_home_district,
    families
FROM
(
    SELECT
        frozen.* EXCEPT (edition, place),
        programmes.threshold AS threshold,
        programmes.rounding AS rounding
    FROM
    (
        SELECT * FROM releases.frozen_gatherings ORDER BY edition DESC LIMIT 1 BY programme, gathering, piece
    ) AS frozen
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = frozen.programme
    UNION ALL
    SELECT
        programme,
        gathering,
        piece,
        grain,
        day,
        month,
        district,
        status,
        expected,
        visits,
        provenance,
        disagree,
        by_age_band,
        by_home_district,
        families,
        threshold,
        rounding
    FROM engagement.unfrozen_gatherings
)
