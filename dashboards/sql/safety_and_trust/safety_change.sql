SELECT sumOrNull(change * answers_after) / nullIf(sumOrNull(answers_after), 0) AS change_of_mean
FROM published.pulse_change
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND question = 'safety'
    AND change IS NOT NULL
