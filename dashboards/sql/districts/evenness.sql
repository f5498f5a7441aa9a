SELECT sumOrNull(evenness * visits_with_home) / nullIf(sumOrNull(visits_with_home), 0) AS mixed
FROM published.mixing
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
