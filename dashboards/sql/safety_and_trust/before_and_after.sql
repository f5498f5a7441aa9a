SELECT month, programme, question, answers_before, answers_after, mean_before, mean_after, change
FROM published.pulse_change
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme, question
LIMIT 500
