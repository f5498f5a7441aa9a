-- Venues of which nothing was counted yesterday, in Helsinki's time, though a gathering was to be held there.
SELECT
    gatherings.venue AS venue,
    any(if(gatherings.name_fi = '', gatherings.gathering, gatherings.name_fi)) AS name_fi,
    any(if(gatherings.name_sv = '', gatherings.gathering, gatherings.name_sv)) AS name_sv,
    any(if(gatherings.name_en = '', gatherings.gathering, gatherings.name_en)) AS name_en,
    count() AS uncounted
FROM published.gatherings AS gatherings
WHERE gatherings.day = toDate(toTimeZone($__toTime, 'Europe/Helsinki')) - 1
    AND gatherings.state = 'not recorded'
    AND gatherings.status NOT IN ('cancelled', 'postponed')
GROUP BY venue
ORDER BY venue
LIMIT 200
