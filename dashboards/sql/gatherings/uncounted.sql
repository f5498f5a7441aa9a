SELECT if(count() = 0, NULL, countIf(state = 'not recorded')) AS uncounted
FROM published.gatherings
WHERE
    $__dateFilter(day)
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND status NOT IN ('cancelled', 'postponed')
