-- Answers of a programme's month to one question at one moment: how many gave 1, 2, 3, 4 and 5; by the gathering's district,
-- and by age band, as `kind` says. The band '' is not given: all answers less those whose band is. `rank` is the public
-- order: few residents first; of bands '' first.
CREATE OR REPLACE VIEW engagement.answers AS
SELECT
    kind,
    month,
    programme,
    any(threshold) AS threshold,
    key[1] AS question,
    key[2] AS moment,
    any(rank) AS rank,
    name,
    [
        sumIf(n, key[-1] = '1'),
        sumIf(n, key[-1] = '2'),
        sumIf(n, key[-1] = '3'),
        sumIf(n, key[-1] = '4'),
        sumIf(n, key[-1] = '5')
    ] AS counts
FROM
(
    SELECT
        month,
        programme,
        threshold,
        answer.1 AS kind,
        answer.2 AS rank,
        answer.3 AS name,
        splitByChar('/', answer.4) AS key,
        answer.5 AS n
    FROM
    (
        SELECT sums.*, ifNull(districts.population, 0) AS residents
        FROM
        (
            SELECT
                known.month AS month,
                known.programme AS programme,
                any(programmes.threshold) AS threshold,
                known.district AS district,
                sumMap(sentiment.answers) AS answers,
                sumMap(sentiment.answers_by_age_band) AS by_band
            FROM engagement.sentiment FINAL
            INNER JOIN engagement.gathering_days AS known
                ON known.programme = sentiment.programme AND known.gathering = sentiment.gathering
            INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes
                ON programmes.programme = known.programme
            GROUP BY known.month, known.programme, known.district
        ) AS sums
        LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts
            ON districts.district = sums.district
    )
    ARRAY JOIN arrayConcat(
        arrayMap(
            (key, n) -> ('district', residents, toString(district), toString(key), toInt64(n)),
            mapKeys(answers),
            mapValues(answers)
        ),
        arrayMap(
            (key, n) -> ('age-band', toUInt32(1), splitByChar('/', toString(key))[3], toString(key), toInt64(n)),
            mapKeys(by_band),
            mapValues(by_band)
        ),
        arrayMap(
            (key, n) -> ('age-band', toUInt32(0), '', toString(key), toInt64(n)), mapKeys(answers), mapValues(answers)
        ),
        arrayMap(
            (key, n) -> ('age-band', toUInt32(0), '', toString(key), -toInt64(n)), mapKeys(by_band), mapValues(by_band)
        )
    ) AS answer
)
GROUP BY kind, month, programme, question, moment, name
HAVING arraySum(counts) > 0
