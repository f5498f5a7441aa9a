SELECT month, programme, age_band, per_1000_residents
FROM published.reach
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme, age_band
