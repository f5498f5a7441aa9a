SELECT
    month AS time,
    sumOrNull(people.new_visitors) AS new_visitors,
    sumOrNull(people.returning_visitors) AS returning_visitors
FROM published.visitors AS people
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND programme = 'youth-centre'
GROUP BY time
ORDER BY time
