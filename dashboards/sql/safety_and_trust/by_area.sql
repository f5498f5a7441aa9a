SELECT
    month,
    programme,
    question,
    moment,
    area,
    answers,
    share_positive AS share,
    share_low AS low,
    share_high AS high,
    mean,
    state
FROM published.pulse
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme, question, moment DESC, area
LIMIT 1000
