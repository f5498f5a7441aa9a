SELECT quarter, programme, concerns, state, median_hours_to_answer, answers_state
FROM published.concerns
WHERE quarter BETWEEN {start:Date} AND {end:Date}
ORDER BY quarter, programme
