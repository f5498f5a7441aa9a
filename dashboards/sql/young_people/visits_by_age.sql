SELECT month AS time, age_band, sumOrNull(bands.visits) AS visits
FROM published.age_bands AS bands
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND age_band IN ('0-6', '7-12', '13-17', '18-29', 'under-18')
    AND state = 'counted'
GROUP BY time, age_band
ORDER BY time, toUInt8OrZero(extract(age_band, '^[0-9]+')), age_band
