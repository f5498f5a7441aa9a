SELECT month AS time, programme, sum(gatherings) AS presences
FROM published.agency_presence
WHERE $__dateFilter(month) AND agency != 'police' AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY time, programme
ORDER BY time, programme
