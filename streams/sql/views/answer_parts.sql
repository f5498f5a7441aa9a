-- Answers of a programme's month to one question at one moment by parts that can be shown, and what is shown of them: `kind`
-- says whether the parts are districts or age bands. In each part none or enough are positive, and likewise of the others;
-- parts where that is not so are joined, if need be all of them.
CREATE OR REPLACE VIEW engagement.answer_parts AS
SELECT
    kind,
    month,
    programme,
    question,
    moment,
    part.1 AS name,
    if(withheld, NULL, toUInt64(n)) AS answers,
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
                        if(joined = length(sound), all_name, rest_name),
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
                kind,
                any(all_name) AS all_name,
                any(rest_name) AS rest_name,
                month,
                programme,
                any(threshold) AS threshold,
                question,
                moment,
                arraySort(
                    groupArray((rank, name, [counts[1] + counts[2] + counts[3], counts[4] + counts[5]], counts))
                ) AS cells
            FROM
            (
                SELECT
                    'district' AS kind,
                    'helsinki' AS all_name,
                    'other-districts' AS rest_name,
                    month,
                    programme,
                    threshold,
                    question,
                    moment,
                    ifNull(districts.population, 0) AS rank,
                    answers.district AS name,
                    CAST(counts, 'Array(Int64)') AS counts
                FROM engagement.answers
                LEFT JOIN (SELECT district, population FROM engagement.districts FINAL) AS districts
                    ON districts.district = answers.district
                UNION ALL
                SELECT
                    'age-band', 'all-ages', 'other-ages', month, programme, threshold, question, moment,
                    toUInt32(age_band != ''), age_band, counts
                FROM engagement.answers_by_age_band
            )
            GROUP BY kind, month, programme, question, moment
        )
    )
    ARRAY JOIN parts AS part
)
