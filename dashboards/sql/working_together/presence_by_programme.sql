SELECT month AS time, programme, sum(gatherings) AS presences
FROM published.agency_presence
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND agency != 'police'
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY time, programme
ORDER BY time, programme
