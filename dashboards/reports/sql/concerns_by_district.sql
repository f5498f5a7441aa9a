SELECT quarter, programme, district, concerns, state
FROM published.concerns_by_district
WHERE quarter BETWEEN {start:Date} AND {end:Date}
ORDER BY quarter, district, programme
