-- The gatherings as they are counted now of which no release has kept anything. What was kept of the same visits as another
-- count, of the gathering or of its place and period by another grain, stays: nobody is counted twice.
CREATE OR REPLACE VIEW engagement.unfrozen_gatherings AS
SELECT
    live.programme AS programme,
    live.gathering AS gathering,
    piece,
    grain,
    live.place AS place,
    threshold,
    rounding,
    day,
    last_day,
    month,
    district,
    status,
    expected,
    visits,
    provenance,
    disagree,
    by_age_band,
    by_home_district,
    families
FROM engagement.live_gatherings AS live
LEFT JOIN
(
    SELECT programme, place, groupArray((grain, day, month)) AS kept FROM releases.frozen_gatherings GROUP BY programme, place
) AS places
    ON places.programme = live.programme AND places.place = live.place
LEFT JOIN
(
    SELECT programme, gathering, groupArray((grain, day, month)) AS kept
    FROM releases.frozen_gatherings
    GROUP BY programme, gathering
) AS own
    ON own.programme = live.programme AND own.gathering = live.gathering
WHERE (live.programme, live.gathering, live.piece) NOT IN (SELECT programme, gathering, piece FROM releases.frozen_gatherings)
    AND NOT arrayExists(other -> live.grain = 1 OR other.1 = 1 OR (other.1 = live.grain AND other.2 = live.day), own.kept)
    AND NOT (
        live.visits IS NOT NULL
        AND arrayExists(
            other -> other.1 != live.grain
                AND multiIf(
                    greatest(other.1, live.grain) = 2, other.2 = live.day,
                    greatest(other.1, live.grain) = 3, toMonday(other.2) = toMonday(live.day),
                    other.3 = live.month
                ),
            places.kept
        )
    )
