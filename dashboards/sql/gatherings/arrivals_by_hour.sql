SELECT
    leftPad(toString(toHour(hour, 'Europe/Helsinki')), 2, '0') || ':00' AS clock,
    sumOrNull(arrivals.entries) AS entries
FROM published.arrivals AS arrivals
WHERE
    $__timeFilter(hour)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(gathering IN (${gathering:singlequote}), $gathering)
GROUP BY clock
ORDER BY clock
LIMIT 24
