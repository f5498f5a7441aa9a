SELECT month, programme, district, gatherings, not_recorded, visits, state
FROM published.districts
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY district, programme, month
