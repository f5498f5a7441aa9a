SELECT
    week AS time,
    sumOrNull(weeks.visits) AS visits,
    if(
        countIf(weeks.visits IS NOT NULL AND weeks.usual IS NULL) = 0,
        sumIfOrNull(weeks.usual, weeks.visits IS NOT NULL),
        NULL
    ) AS usual
FROM published.weeks AS weeks
WHERE
    week BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND whole
GROUP BY time
ORDER BY time
