SELECT month AS time, programme, completeness
FROM published.months
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY time, programme
