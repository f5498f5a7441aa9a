SELECT sumOrNull(new_visitors) AS new_visitors
FROM published.visitors
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
HAVING count() > 0
