SELECT sumOrNull(raised.concerns) AS concerns
FROM published.concerns AS raised
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
HAVING count() > 0
