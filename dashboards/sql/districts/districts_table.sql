SELECT month, district, programme, gatherings, not_recorded, visits, state
FROM published.districts
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
ORDER BY month DESC, district, programme
LIMIT 1000
