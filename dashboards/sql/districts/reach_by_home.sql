SELECT home_district, sumOrNull(per_1000_residents) AS per_1000
FROM published.home_districts
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND state = 'counted'
    AND per_1000_residents IS NOT NULL
GROUP BY home_district
ORDER BY per_1000 DESC, home_district
LIMIT 34
