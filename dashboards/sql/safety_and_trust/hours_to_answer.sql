SELECT maxOrNull(median_hours_to_answer) AS hours
FROM published.concerns
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY quarter
ORDER BY quarter DESC
LIMIT 1
