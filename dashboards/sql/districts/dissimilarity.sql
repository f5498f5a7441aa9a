SELECT month AS time, programme, dissimilarity
FROM published.mixing
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY time, programme
