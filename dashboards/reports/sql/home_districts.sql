SELECT month, programme, home_district, visits, per_1000_residents, state
FROM published.home_districts
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY home_district, programme, month
