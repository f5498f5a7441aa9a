SELECT
    month AS time,
    sumOrNull(visitors.new_visitors) AS new_visitors,
    sumOrNull(visitors.returning_visitors) AS returning_visitors
FROM published.visitors AS visitors
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY time
ORDER BY time
