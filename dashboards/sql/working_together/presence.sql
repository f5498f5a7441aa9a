SELECT agency, sum(presence.gatherings) AS gatherings
FROM published.agency_presence AS presence
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY agency
ORDER BY gatherings DESC, agency
LIMIT 20
