SELECT programme, week, gatherings, suppressed, not_recorded, visits, usual, growth
FROM published.weeks
WHERE $__dateFilter(week) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme) AND whole
ORDER BY week DESC, programme
LIMIT 500
