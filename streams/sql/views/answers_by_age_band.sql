-- As engagement.answers, by age band in place of the district; '' is not given.
CREATE OR REPLACE VIEW engagement.answers_by_age_band AS
SELECT
    month,
    programme,
    any(threshold) AS threshold,
    question,
    moment,
    age_band,
    [
        sumIf(count, grade = '1'),
        sumIf(count, grade = '2'),
        sumIf(count, grade = '3'),
        sumIf(count, grade = '4'),
        sumIf(count, grade = '5')
    ] AS counts
FROM
(
    SELECT
        known.month AS month,
        known.programme AS programme,
        programmes.threshold AS threshold,
        splitByChar('/', answer.1)[1] AS question,
        splitByChar('/', answer.1)[2] AS moment,
        answer.2 AS age_band,
        answer.3 AS grade,
        answer.4 AS count
    FROM engagement.sentiment FINAL
    ARRAY JOIN arrayConcat(
        arrayMap(
            (key, n) -> (key, splitByChar('/', key)[3], splitByChar('/', key)[4], toInt64(n)),
            mapKeys(answers_by_age_band),
            mapValues(answers_by_age_band)
        ),
        -- Of nobody in particular: all answers less those whose band is given.
        arrayMap((key, n) -> (key, '', splitByChar('/', key)[3], toInt64(n)), mapKeys(answers), mapValues(answers)),
        arrayMap(
            (key, n) -> (key, '', splitByChar('/', key)[4], -toInt64(n)),
            mapKeys(answers_by_age_band),
            mapValues(answers_by_age_band)
        )
    ) AS answer
    INNER JOIN engagement.gathering_days AS known
        ON known.programme = sentiment.programme AND known.gathering = sentiment.gathering
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
)
GROUP BY month, programme, question, moment, age_band
HAVING arraySum(counts) > 0
