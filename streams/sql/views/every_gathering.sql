-- When and where each gathering was that anything is known of which was not taken back: as planned, else by its first fact; and
-- what was counted of its visits. `expected`: somebody should have counted at its door, since it was planned or opened, and
-- was no meeting outside or dialogue. One pass over each table: whoever reads only some of the columns pays for these alone.
CREATE OR REPLACE VIEW engagement.every_gathering AS
SELECT
    programme,
    gathering,
    assumeNotNull(coalesce(anyIf(known.day, known.planned), min(known.day))) AS day,
    toStartOfMonth(day) AS month,
    anyIf(known.venue, known.planned) AS venue,
    anyIf(known.district, known.planned) AS district,
    anyIf(known.status, known.planned) AS status,
    max(known.planned) AND NOT max(known.met) AS expected,
    if(max(known.at_door), toNullable(sum(known.people)), NULL) AS door,
    max(known.sheet) AS sheet,
    anyIf(known.totals, notEmpty(known.totals)) AS totals,
    max(known.peak) AS peak,
    sum(known.families) AS families,
    sumForEach(known.by_age_band) AS by_age_band,
    sumMap(known.by_home_district) AS by_home_district
FROM
(
    SELECT
        programme,
        gathering,
        day,
        venue,
        district,
        status,
        true AS planned,
        false AS met,
        visits IS NOT NULL AS at_door,
        entries + accompanied AS people,
        CAST(NULL, 'Nullable(UInt64)') AS sheet,
        CAST([], 'Array(Tuple(period LowCardinality(String), first_day Date, visits UInt64, counted Bool))') AS totals,
        peak_head_count AS peak,
        toInt64(family_visits + accompanied) AS families,
        arrayMap(band -> toInt64(by_age_band[band]), ['0-6', '7-12', '13-17', '18-29', '30-64', '65+']) AS by_age_band,
        by_home_district
    FROM engagement.participation FINAL
    WHERE status != 'unplanned' OR day IS NOT NULL
    UNION ALL
    SELECT
        programme,
        gathering,
        day,
        '',
        '',
        '',
        false,
        false,
        groups IS NOT NULL,
        ifNull(people, 0) + ifNull(accompanying, 0),
        NULL,
        [],
        NULL,
        toInt64(by_kind['family']),
        arrayMap(band -> toInt64(by_age_band[band]), ['0-6', '7-12', '13-17', '18-29', '30-64', '65+']),
        map()
    FROM engagement.group_participation FINAL
    UNION ALL
    SELECT
        programme, gathering, arrayMin(total -> total.first_day, totals), '', '', '', false, false, false, 0, visits, totals,
        NULL, 0, [], map()
    FROM engagement.period_participation FINAL WHERE visits IS NOT NULL
    UNION ALL
    SELECT programme, gathering, day, '', '', '', false, ifNull(contacts, 0) > 0, false, 0, NULL, [], NULL, 0, [], map()
    FROM engagement.outreach FINAL
    UNION ALL
    SELECT programme, gathering, day, '', '', '', false, ifNull(sessions, 0) > 0, false, 0, NULL, [], NULL, 0, [], map()
    FROM engagement.dialogue FINAL
    UNION ALL
    SELECT programme, gathering, day, '', '', '', false, false, false, 0, NULL, [], NULL, 0, [], map()
    FROM engagement.referral_flows FINAL
    UNION ALL
    SELECT programme, gathering, day, '', '', '', false, false, false, 0, NULL, [], NULL, 0, [], map()
    FROM engagement.sentiment FINAL
    UNION ALL
    SELECT
        programme, gathering, toDate(time, 'Europe/Helsinki'), '', '', '', false, false, false, 0, NULL, [], NULL, 0, [], map()
    FROM engagement.agency_presences FINAL WHERE NOT retracted
    UNION ALL
    SELECT
        programme, gathering, toDate(time, 'Europe/Helsinki'), '', '', '', false, false, false, 0, NULL, [], NULL, 0, [], map()
    FROM engagement.concerns FINAL WHERE NOT retracted
) AS known
GROUP BY programme, gathering
HAVING count(known.day) > 0
