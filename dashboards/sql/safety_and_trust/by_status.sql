SELECT status, sumOrNull(raised.concerns) AS concerns
FROM published.concerns_by_status AS raised
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY status
ORDER BY indexOf(['raised', 'passed-on', 'answered', 'solved'], status), status
LIMIT 15
