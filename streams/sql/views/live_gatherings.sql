-- The people of each gathering as they are counted now, by best estimate, and how they divide where that is known: a row for each
-- gathering, or for each total of a sheet that counts. Up to yesterday, as gathering_days; `last_day` is the last that is counted.
CREATE OR REPLACE VIEW engagement.live_gatherings AS
SELECT
    parts.programme AS programme,
    gathering,
    piece,
    grain,
    place,
    threshold,
    rounding,
    day,
    multiIf(grain = 3, day + 6, grain = 4, toLastDayOfMonth(day), day) AS last_day,
    month,
    district,
    status,
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
