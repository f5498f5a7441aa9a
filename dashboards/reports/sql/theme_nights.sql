SELECT month, theme_nights, ordinary_nights, uplift, low, high
FROM published.theme_nights
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month
