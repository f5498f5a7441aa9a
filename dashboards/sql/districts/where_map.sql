SELECT
    if(${language:singlequote} = 'sv', name_sv, name_fi) AS name,
    any(latitude) AS latitude,
    any(longitude) AS longitude,
    sumOrNull(places.visits) AS visits,
    sum(places.gatherings) AS gatherings
FROM published.districts AS places
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(district IN (${district:singlequote}), $district)
    AND state = 'counted'
    AND district != ''
GROUP BY name
ORDER BY visits DESC NULLS LAST, name
LIMIT 40
