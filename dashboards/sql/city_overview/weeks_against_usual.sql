SELECT week AS time, sumOrNull(weeks.visits) AS visits, sumOrNull(weeks.usual) AS usual
FROM published.weeks AS weeks
WHERE $__dateFilter(week) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme) AND whole
GROUP BY time
ORDER BY time
