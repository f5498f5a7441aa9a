SELECT
    coalesce(
        nullIf(multiIf(${language:singlequote} = 'fi', name_fi, ${language:singlequote} = 'sv', name_sv, name_en), ''),
        nullIf(name_fi, ''),
        gathering
    ) AS name,
    programme,
    district,
    starts,
    about,
    capacity,
    about / nullIf(capacity, 0) AS fullness,
    state
FROM published.inside
WHERE
    $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
ORDER BY fullness DESC NULLS LAST, name
LIMIT 100
