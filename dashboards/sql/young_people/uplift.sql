SELECT uplift AS more
FROM published.theme_nights
WHERE $__dateFilter(month)
ORDER BY month DESC
LIMIT 1
