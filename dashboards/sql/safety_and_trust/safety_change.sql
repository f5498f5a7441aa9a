SELECT sumOrNull(change * n) / nullIf(sumOrNull(n), 0) AS change_of_mean
FROM
(
    SELECT
        sumIfOrNull(mean * answers, moment = 'after') / sumIfOrNull(answers, moment = 'after' AND mean IS NOT NULL)
        - sumIfOrNull(mean * answers, moment = 'before') / sumIfOrNull(answers, moment = 'before' AND mean IS NOT NULL)
            AS change,
        if(change IS NULL, NULL, sumIfOrNull(answers, moment = 'after' AND mean IS NOT NULL)) AS n
    FROM published.pulse
    WHERE
        month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
        AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
        AND question = 'safety'
    GROUP BY month, programme
)
HAVING count() > 0
