SELECT month AS time, age_band, sumOrNull(per_1000_residents) AS per_1000
FROM published.reach
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND $__conditionalAll(age_band IN (${age_band:singlequote}), $age_band)
GROUP BY time, age_band
ORDER BY time, toUInt8OrZero(extract(age_band, '^[0-9]+')), age_band
