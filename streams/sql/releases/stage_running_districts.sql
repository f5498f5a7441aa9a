-- Districts of months that are not published yet: the sum of the visits that are shown, and how many gatherings were held.
INSERT INTO releases.districts
SELECT
    count.month AS month,
    programme,
    shown.district AS district,
    any(districts.name_fi),
    any(districts.name_sv),
    any(nullIf(districts.latitude, 0)),
    any(nullIf(districts.longitude, 0)),
    countIf(status NOT IN ('cancelled', 'postponed') OR count.state != 'not recorded'),
    countIf(status NOT IN ('cancelled', 'postponed') AND count.state = 'not recorded' AND count.expected),
    sumOrNull(count.visits),
    multiIf(
        countIf(count.state = 'counted') > 0, 'counted', countIf(count.state = 'suppressed') > 0, 'suppressed', 'not recorded'
    ),
    1,
    {edition:UInt64}
FROM (SELECT programme, district, status, arrayJoin(counts) AS count FROM releases.gatherings) AS shown
LEFT JOIN (SELECT district, name_fi, name_sv, latitude, longitude FROM engagement.districts FINAL) AS districts
    ON districts.district = shown.district
WHERE NOT has({units:Array(Tuple(Date, String))}, (count.month, toString(programme)))
GROUP BY month, programme, shown.district
