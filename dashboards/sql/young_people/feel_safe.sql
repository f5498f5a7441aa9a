SELECT
    month AS time,
    sumIfOrNull(answers * share_positive, question = 'safety') / nullIf(sumIfOrNull(answers, question = 'safety'), 0) AS safety,
    sumIfOrNull(answers * share_positive, question = 'trust') / nullIf(sumIfOrNull(answers, question = 'trust'), 0) AS trust
FROM published.pulse_age_bands
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND moment = 'after'
    AND age_band IN ('0-6', '7-12', '13-17', '18-29', 'under-18')
    AND state = 'counted'
GROUP BY time
ORDER BY time
