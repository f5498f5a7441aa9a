-- What is counted now of all gatherings of the months that may be revised.
INSERT INTO releases.frozen_gatherings
(
    edition, programme, gathering, day, district, status, visits, provenance, disagree, by_age_band, by_home_district, families
)
SELECT
    {edition:UInt64},
    programme,
    gathering,
    day,
    district,
    status,
    visits,
    provenance,
    disagree,
    by_age_band,
    by_home_district,
    families
FROM candidates.live_gatherings
WHERE has({units:Array(Tuple(Date, String))}, (month, toString(programme))) AND visits IS NOT NULL
