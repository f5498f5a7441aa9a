SELECT quarter, programme, category, concerns, state
FROM published.concerns_by_category
WHERE quarter BETWEEN {start:Date} AND {end:Date}
ORDER BY quarter, category, programme
