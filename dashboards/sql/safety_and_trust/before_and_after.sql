SELECT month, programme, question, answers_before, answers_after, mean_before, mean_after, change
FROM published.pulse_change
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme, question
LIMIT 500
