SELECT week AS time, programme, visits
FROM published.weeks
WHERE $__dateFilter(week) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme) AND whole
ORDER BY time, programme
