SELECT sumOrNull(change * answers_after) / nullIf(sumOrNull(answers_after), 0) AS change_of_mean
FROM published.pulse_change
WHERE
    $__dateFilter(month)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND question = 'safety'
    AND change IS NOT NULL
