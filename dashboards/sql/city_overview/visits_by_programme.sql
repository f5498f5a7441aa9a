SELECT programme, sumOrNull(visits) AS visits
FROM published.months
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY programme
ORDER BY visits DESC NULLS LAST, programme
LIMIT 10
