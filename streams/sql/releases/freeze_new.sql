-- What is counted of gatherings that nothing was counted of before.
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
FROM candidates.unfrozen_gatherings
WHERE last_day <= {until:Date} AND visits IS NOT NULL
