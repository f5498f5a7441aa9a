-- What is counted of gatherings that nothing was counted of before.
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
WHERE day <= {until:Date}
    AND visits IS NOT NULL
    AND (programme, gathering) NOT IN (SELECT programme, gathering FROM releases.frozen_gatherings)
