SELECT month, programme, area, age_band, visits, state
FROM published.age_bands
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme, area, age_band
