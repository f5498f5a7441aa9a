SELECT nullIf(uniqExactIf(home_district, state = 'counted' AND home_district NOT IN ('', 'outside-helsinki')), 0) AS reached
FROM published.home_districts
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
HAVING countIf(home_district NOT IN ('', 'outside-helsinki')) > 0
