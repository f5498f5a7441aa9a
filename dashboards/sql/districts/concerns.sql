SELECT district, sumOrNull(raised.concerns) AS concerns
FROM published.concerns_by_district AS raised
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND district != ''
GROUP BY district
ORDER BY concerns DESC NULLS LAST, district
LIMIT 15
