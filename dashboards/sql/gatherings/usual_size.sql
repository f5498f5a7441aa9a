SELECT quantileExactOrNull(0.5)(visits) AS visits
FROM published.gatherings
WHERE
    day BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
HAVING count() > 0
