SELECT sumOrNull(evenness * visits_with_home) / nullIf(sumOrNull(visits_with_home), 0) AS mixed
FROM published.mixing
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
