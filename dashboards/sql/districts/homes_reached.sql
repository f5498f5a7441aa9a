SELECT nullIf(uniqExactIf(home_district, state = 'counted' AND home_district NOT IN ('', 'outside-helsinki')), 0) AS reached
FROM published.home_districts
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
