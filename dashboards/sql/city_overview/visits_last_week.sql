SELECT sumOrNull(weeks.visits) AS visits
FROM published.weeks AS weeks
WHERE $__dateFilter(week) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme) AND whole
GROUP BY week
ORDER BY week DESC
LIMIT 1
