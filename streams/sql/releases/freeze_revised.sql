-- What is counted now of all gatherings of the months that may be revised, as far as it was counted before.
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
FROM candidates.live_gatherings
WHERE has({units:Array(Tuple(Date, String))}, (month, toString(programme)))
    AND visits IS NOT NULL
    AND (programme, gathering, piece, month) IN (SELECT programme, gathering, piece, month FROM releases.frozen_gatherings)
