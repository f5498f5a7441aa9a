SELECT sumOrNull(new_visitors) AS new_visitors
FROM published.visitors
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
