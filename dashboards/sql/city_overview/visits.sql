SELECT sumOrNull(visits) AS visits
FROM published.months
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
