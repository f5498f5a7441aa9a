SELECT sumOrNull(raised.concerns) AS concerns
FROM published.concerns AS raised
WHERE $__dateFilter(quarter) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
