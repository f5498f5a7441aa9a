SELECT agency, sumOrNull(presence.hours) AS hours
FROM published.agency_presence AS presence
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY agency
ORDER BY hours DESC NULLS LAST, agency
LIMIT 20
