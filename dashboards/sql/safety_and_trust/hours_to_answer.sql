SELECT maxOrNull(median_hours_to_answer) AS hours
FROM published.concerns
WHERE $__dateFilter(quarter) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY quarter
ORDER BY quarter DESC
LIMIT 1
