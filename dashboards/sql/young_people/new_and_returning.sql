SELECT
    month AS time,
    sumOrNull(people.new_visitors) AS new_visitors,
    sumOrNull(people.returning_visitors) AS returning_visitors
FROM published.visitors AS people
WHERE $__dateFilter(month) AND programme = 'youth-centre'
GROUP BY time
ORDER BY time
