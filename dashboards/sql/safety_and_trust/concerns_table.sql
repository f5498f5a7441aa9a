SELECT quarter, programme, concerns, state, median_hours_to_answer AS hours, answers_state
FROM published.concerns
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY quarter DESC, programme
LIMIT 200
