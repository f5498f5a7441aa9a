SELECT sum(visits) / nullIf(sum(usual), 0) - 1 AS growth
FROM published.weeks
WHERE
    $__dateFilter(week)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND whole
    AND visits IS NOT NULL
    AND usual IS NOT NULL
GROUP BY week
ORDER BY week DESC
LIMIT 1
