SELECT month, district, programme, gatherings, not_recorded, visits, state
FROM published.districts
WHERE
    $__dateFilter(month)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
ORDER BY month DESC, district, programme
LIMIT 1000
