SELECT sumOrNull(weeks.visits) AS visits
FROM published.weeks AS weeks
WHERE
    week BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND whole
GROUP BY week
ORDER BY week DESC
LIMIT 1
