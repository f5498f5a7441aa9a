SELECT
    month,
    programme,
    question,
    moment,
    age_band,
    answers,
    share_positive AS share,
    share_low AS low,
    share_high AS high,
    state
FROM published.pulse_age_bands
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme, question, moment DESC, age_band = '', toUInt8OrZero(extract(age_band, '^[0-9]+')), age_band
LIMIT 1000
