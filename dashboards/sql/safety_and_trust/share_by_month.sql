WITH 1.96 AS z
SELECT
    month AS time,
    sumOrNull(answers * share_positive) / nullIf(n, 0) AS share,
    (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n) AS low,
    (share + z * z / (2 * n) + z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n) AS high
FROM
(
    SELECT month, answers, share_positive, sumOrNull(answers) OVER (PARTITION BY month) AS n
    FROM published.pulse
    WHERE
        month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
        AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
        AND question = '{question}'
        AND moment = 'after'
        AND state = 'counted'
)
GROUP BY time, n
ORDER BY time
