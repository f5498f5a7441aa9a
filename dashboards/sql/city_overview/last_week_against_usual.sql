SELECT sum(visits) / nullIf(sum(usual), 0) - 1 AS growth
FROM published.weeks
WHERE
    week BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND whole
    AND visits IS NOT NULL
    AND usual IS NOT NULL
GROUP BY week
ORDER BY week DESC
LIMIT 1
