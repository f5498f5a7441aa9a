SELECT month AS time, uplift, low, high
FROM published.theme_nights
WHERE $__dateFilter(month)
ORDER BY time
