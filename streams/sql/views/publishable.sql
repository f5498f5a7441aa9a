-- The people of each gathering as they can be counted, by best estimate, and how they divide where that is known: a row for each
-- gathering, or for each total of a sheet that counts. Up to yesterday, as gathering_days.
CREATE OR REPLACE VIEW engagement.publishable AS
SELECT
    parts.programme AS programme,
    gathering,
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
    best.2 AS provenance,
    best.3 AS disagree,
    by_age_band,
    by_home_district,
    families
FROM engagement.visit_parts AS parts
INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = parts.programme
WHERE NOT finer_known AND day < toDate(now(), 'Europe/Helsinki')
