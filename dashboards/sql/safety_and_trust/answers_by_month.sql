SELECT
    month AS time,
    sumIfOrNull(answers, moment = 'before') AS before,
    sumIfOrNull(answers, moment = 'after') AS after
FROM published.pulse
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY time
ORDER BY time
