SELECT
    coalesce(
        nullIf(multiIf(${language:singlequote} = 'fi', name_fi, ${language:singlequote} = 'sv', name_sv, name_en), ''),
        nullIf(name_fi, ''),
        gathering
    ) AS name,
    about,
    if(about IS NULL OR capacity IS NULL, NULL, greatest(toInt64(capacity) - toInt64(about), 0)) AS room
FROM published.inside
WHERE
    $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
ORDER BY about DESC NULLS LAST, name
LIMIT 12
