-- What is counted now of the gatherings of a month that is published for the first time: of each whose visits are shown, and
-- differ from what is shown by nobody, or by the threshold and more. The others stay as they were.
INSERT INTO releases.frozen_gatherings
(
    edition,
    programme,
    gathering,
    piece,
    grain,
    place,
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
    families
)
SELECT
    {edition:UInt64},
    live.programme,
    live.gathering,
    live.piece,
    live.grain,
    live.place,
    live.day,
    live.month,
    live.district,
    live.status,
    live.expected,
    live.visits,
    live.provenance,
    live.disagree,
    live.by_age_band,
    live.by_home_district,
    live.families
FROM candidates.live_gatherings AS live
INNER JOIN
(
    SELECT programme, gathering, piece, day, month, district, visits
    FROM releases.frozen_gatherings
    ORDER BY edition DESC
    LIMIT 1 BY programme, gathering, piece
) AS frozen
    ON frozen.programme = live.programme AND frozen.gathering = live.gathering AND frozen.piece = live.piece
WHERE has({units:Array(Tuple(Date, String))}, (live.month, toString(live.programme)))
    AND live.visits IS NOT NULL
    AND frozen.month = live.month
    AND (live.programme, live.gathering, live.piece) IN (
        SELECT programme, name, piece FROM releases.decisions WHERE level = 'gathering' AND shown
    )
    AND frozen.district = live.district
    AND (
        live.visits = frozen.visits
        OR (
            abs(toInt64(live.visits) - toInt64(frozen.visits)) >= live.threshold
            AND (live.visits = 0 OR live.visits >= live.threshold)
        )
    )
