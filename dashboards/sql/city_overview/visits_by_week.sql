SELECT week AS time, programme, visits
FROM published.weeks
WHERE
    week BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND whole
ORDER BY time, programme
