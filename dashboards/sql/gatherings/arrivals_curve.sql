SELECT hour AS time, programme, sumOrNull(arrivals.entries) AS entries
FROM published.arrivals AS arrivals
WHERE
    $__timeFilter(hour)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(gathering IN (${gathering:singlequote}), $gathering)
GROUP BY time, programme
ORDER BY time, programme
