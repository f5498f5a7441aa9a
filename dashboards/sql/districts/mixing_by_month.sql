SELECT month AS time, programme, evenness
FROM published.mixing
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY time, programme
