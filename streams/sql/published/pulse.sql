-- How safe people feel and how much they trust, 1 to 5, before and after, as finely by area as can be shown: districts,
-- the rest together as `other-districts`, or the whole city (`helsinki`). 4 and 5 are positive; the share's interval is
-- Wilson's for 95 % (E. B. Wilson 1927, J. Am. Stat. Assoc. 22, 209). Where those who are positive, or those who are
-- not, are few, areas are joined. The mean, to one decimal, is of 21 answers and more: from there on it says
-- of no grade how few gave it.
CREATE OR REPLACE VIEW published.pulse DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    question,
    moment,
    part.1 AS area,
    if(withheld, NULL, n) AS answers,
    if(withheld OR n < 21, NULL, round(total / n, 1)) AS mean,
    if(withheld, NULL, positive / n) AS share_positive,
    if(withheld, NULL, (share + z * z / (2 * n) - spread) / (1 + z * z / n)) AS share_low,
    if(withheld, NULL, (share + z * z / (2 * n) + spread) / (1 + z * z / n)) AS share_high,
    if(withheld, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        *,
        part,
        1.959964 AS z,
        arraySum(part.2) AS n,
        arraySum((count, grade) -> count * grade, part.2, [1, 2, 3, 4, 5]) AS total,
        part.2[4] + part.2[5] AS positive,
        positive / n AS share,
        z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) AS spread,
        taken < 0 OR n < 10 AS withheld
    FROM
    (
        SELECT
            *,
            arrayFilter(cell -> arrayExists(n -> n BETWEEN 1 AND threshold - 1, cell.3), cells) AS unsound,
            arrayFilter(cell -> NOT arrayExists(n -> n BETWEEN 1 AND threshold - 1, cell.3), cells) AS sound,
            engagement_taken(
                arrayMap(cell -> cell.3, unsound), arrayMap(cell -> cell.3, sound), threshold
            ) AS taken,
            if(taken < 0, length(sound), toUInt64(taken)) AS joined,
            arrayConcat(
                if(
                    empty(unsound),
                    [],
                    [(
                        if(joined = length(sound), 'helsinki', 'other-districts'),
                        arrayReduce(
                            'sumForEach',
                            arrayMap(cell -> cell.4, arrayConcat(unsound, arraySlice(sound, 1, joined)))
                        )
                    )]
                ),
                arrayMap(cell -> (cell.2, cell.4), arraySlice(sound, joined + 1))
            ) AS parts
        FROM
        (
            SELECT
                month,
                programme,
                any(threshold) AS threshold,
                question,
                moment,
                arraySort(
                    groupArray((ifNull(districts.population, 0), answers.district, [counts[1] + counts[2] + counts[3], counts[4] + counts[5]], counts))
                ) AS cells
            FROM engagement.answers
            LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts
                ON districts.district = answers.district
            GROUP BY month, programme, question, moment
        )
    )
    ARRAY JOIN parts AS part
)
