SELECT month, programme, area, age_band, visits, state
FROM published.age_bands
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme, area, age_band = '', toUInt8OrZero(extract(age_band, '^[0-9]+')), age_band
LIMIT 1000
