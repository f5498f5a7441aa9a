SELECT quarter, programme, status, concerns, state
FROM published.concerns_by_status
WHERE quarter BETWEEN {start:Date} AND {end:Date}
ORDER BY quarter, status, programme
