SELECT programme, sumOrNull(visits) AS visits
FROM published.months
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY programme
ORDER BY visits DESC NULLS LAST, programme
LIMIT 10
