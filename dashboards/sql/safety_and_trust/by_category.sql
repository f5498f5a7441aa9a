SELECT category, sumOrNull(raised.concerns) AS concerns
FROM published.concerns_by_category AS raised
WHERE $__dateFilter(quarter) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY category
ORDER BY concerns DESC NULLS LAST, category
LIMIT 15
