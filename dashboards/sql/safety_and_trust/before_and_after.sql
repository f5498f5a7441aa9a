SELECT
    month,
    programme,
    question,
    sumIfOrNull(answers, moment = 'before' AND mean IS NOT NULL) AS answers_before,
    sumIfOrNull(answers, moment = 'after' AND mean IS NOT NULL) AS answers_after,
    sumIfOrNull(mean * answers, moment = 'before') / answers_before AS mean_before,
    sumIfOrNull(mean * answers, moment = 'after') / answers_after AS mean_after,
    mean_after - mean_before AS change,
    multiIf(change IS NOT NULL, 'counted', uniqExact(moment) = 2, 'suppressed', 'not recorded') AS state
FROM published.pulse
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY month, programme, question
ORDER BY month DESC, programme, question
LIMIT 500
