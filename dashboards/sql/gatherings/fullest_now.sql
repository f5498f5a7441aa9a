SELECT max(about / nullIf(capacity, 0)) AS fullness
FROM published.inside
WHERE
    $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
HAVING count() > 0
