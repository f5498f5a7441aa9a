SELECT count() AS open_now
FROM published.inside
WHERE
    $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
