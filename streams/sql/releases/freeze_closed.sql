-- What is counted now of the gatherings of a month that is published for the first time: of each whose visits are not shown,
-- or differ from those that are by nobody, or by the threshold and more. The others stay as they were.
INSERT INTO releases.frozen_gatherings
(
    edition, programme, gathering, day, district, status, visits, provenance, disagree, by_age_band, by_home_district, families
)
SELECT
    {edition:UInt64},
    live.programme,
    live.gathering,
    live.day,
    live.district,
    live.status,
    live.visits,
    live.provenance,
    live.disagree,
    live.by_age_band,
    live.by_home_district,
    live.families
FROM candidates.live_gatherings AS live
INNER JOIN
(
    SELECT programme, gathering, day, district, visits
    FROM releases.frozen_gatherings
    ORDER BY edition DESC
    LIMIT 1 BY programme, gathering
) AS frozen
    ON frozen.programme = live.programme AND frozen.gathering = live.gathering
WHERE has({units:Array(Tuple(Date, String))}, (live.month, toString(live.programme)))
    AND live.visits IS NOT NULL
    AND toStartOfMonth(frozen.day) = live.month
    AND (
        (live.programme, live.gathering) NOT IN (SELECT programme, gathering FROM releases.gatherings WHERE state = 'counted')
        OR (
            frozen.district = live.district
            AND (
                live.visits = frozen.visits
                OR abs(toInt64(live.visits) - toInt64(frozen.visits)) >= live.threshold
            )
        )
    )
