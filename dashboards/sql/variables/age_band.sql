SELECT DISTINCT age_band, {text} AS name
FROM published.reach
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND age_band != ''
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY name
