SELECT 1 - sum(not_recorded) / nullIf(sum(gatherings), 0) AS completeness
FROM published.months
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
