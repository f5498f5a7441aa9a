SELECT district, sumOrNull(places.visits) AS visits
FROM published.districts AS places
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND state = 'counted'
GROUP BY district
ORDER BY visits DESC NULLS LAST, district
LIMIT 20
