SELECT age_band, sumOrNull(met.people) AS people
FROM published.outreach_age_bands AS met
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND age_band != ''
GROUP BY age_band
ORDER BY toUInt8OrZero(extract(age_band, '^[0-9]+')), age_band
LIMIT 20
