SELECT category, sumOrNull(raised.concerns) AS concerns
FROM published.concerns_by_category AS raised
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY category
ORDER BY concerns DESC NULLS LAST, category
LIMIT 15
