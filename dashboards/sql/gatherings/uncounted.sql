SELECT if(count() = 0, NULL, countIf(state = 'not recorded')) AS uncounted
FROM published.gatherings
WHERE
    day BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND status NOT IN ('cancelled', 'postponed')
