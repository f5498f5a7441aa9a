SELECT programme, week, gatherings, suppressed, not_recorded, visits, usual, growth
FROM published.weeks
WHERE
    week BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND whole
ORDER BY week DESC, programme
LIMIT 500
