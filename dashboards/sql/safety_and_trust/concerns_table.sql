SELECT quarter, programme, concerns, state, median_hours_to_answer AS hours, answers_state
FROM published.concerns
WHERE $__dateFilter(quarter) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY quarter DESC, programme
LIMIT 200
