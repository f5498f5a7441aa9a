SELECT month, home_district, programme, visits, per_1000_residents AS per_1000, state
FROM published.home_districts
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND home_district NOT IN ('', 'outside-helsinki')
ORDER BY month DESC, visits DESC NULLS LAST, home_district, programme
LIMIT 1000
