SELECT agency, sumOrNull(presence.hours) AS hours
FROM published.agency_presence AS presence
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY agency
ORDER BY hours DESC NULLS LAST, agency
LIMIT 20
