SELECT sumOrNull(gatherings) AS gatherings
FROM published.months
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
