SELECT quantileExactOrNull(0.5)(visits) AS visits
FROM published.gatherings
WHERE
    $__dateFilter(day)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND state = 'counted'
