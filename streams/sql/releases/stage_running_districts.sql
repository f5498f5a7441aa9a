-- Districts of months that are not published yet: the sum of the visits that are shown, and how many gatherings were held.
INSERT INTO releases.districts
SELECT
    toStartOfMonth(day) AS month,
    programme,
    shown.district AS district,
    any(districts.name_fi),
    any(districts.name_sv),
    any(nullIf(districts.latitude, 0)),
    any(nullIf(districts.longitude, 0)),
    countIf(status NOT IN ('cancelled', 'postponed') OR state != 'not recorded'),
    countIf(status NOT IN ('cancelled', 'postponed') AND state = 'not recorded'),
    sumOrNull(shown.visits),
    multiIf(countIf(state = 'counted') > 0, 'counted', countIf(state = 'suppressed') > 0, 'suppressed', 'not recorded'),
    1,
    {edition:UInt64}
FROM releases.gatherings AS shown
LEFT JOIN (SELECT district, name_fi, name_sv, latitude, longitude FROM engagement.districts FINAL) AS districts
    ON districts.district = shown.district
WHERE NOT has({units:Array(Tuple(Date, String))}, (toStartOfMonth(day), toString(programme)))
GROUP BY month, programme, shown.district
