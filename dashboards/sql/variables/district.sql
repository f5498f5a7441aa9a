SELECT DISTINCT district, if(${language:singlequote} = 'sv', name_sv, name_fi) AS name
FROM published.districts
WHERE $__dateFilter(month) AND district != '' AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY name
