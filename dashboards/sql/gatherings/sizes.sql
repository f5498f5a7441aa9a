SELECT
    multiIf(visits < 10, '0-9', visits < 20, '10-19', visits < 50, '20-49', visits < 100, '50-99', '100+') AS size,
    count() AS gatherings
FROM published.gatherings
WHERE
    day BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND state = 'counted'
GROUP BY size
ORDER BY min(visits)
LIMIT 5
