SELECT DISTINCT age_band, {text} AS name
FROM published.reach
WHERE $__dateFilter(month) AND age_band != '' AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY name
