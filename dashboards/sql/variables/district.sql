SELECT DISTINCT district, if(${language:singlequote} = 'sv', name_sv, name_fi) AS name
FROM published.districts
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND district != ''
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY name
