SELECT DISTINCT programme, {text} AS name
FROM published.days
WHERE $__dateFilter(day)
ORDER BY name
