SELECT
    day,
    coalesce(
        nullIf(multiIf(${language:singlequote} = 'fi', name_fi, ${language:singlequote} = 'sv', name_sv, name_en), ''),
        nullIf(name_fi, ''),
        gathering
    ) AS name,
    programme,
    district,
    status,
    visits,
    state,
    capacity,
    provenance,
    disagree,
    final
FROM published.gatherings
WHERE
    day BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND $__conditionalAll(gathering IN (${gathering:singlequote}), $gathering)
ORDER BY day DESC, name, gathering
LIMIT 500
