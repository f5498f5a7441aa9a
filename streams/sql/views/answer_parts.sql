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
    name,
    if(withheld, NULL, toUInt64(n)) AS answers,
    if(withheld OR n < 50, NULL, round(total / n, 1)) AS mean,
    if(withheld, NULL, share) AS share_positive,
    if(withheld, NULL, (share + z * z / (2 * n) - spread) / (1 + z * z / n)) AS share_low,
    if(withheld, NULL, (share + z * z / (2 * n) + spread) / (1 + z * z / n)) AS share_high,
    if(withheld, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        *,
        1.959964 AS z,
        (counts[4] + counts[5]) / n AS share,
        z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) AS spread,
        taken < 0 OR n < 10 AS withheld
    FROM
    (
        SELECT
            kind,
            month,
            programme,
            question,
            moment,
            taken,
            part.1 AS name,
            part.2 AS counts,
            arraySum(part.2) AS n,
            arraySum((count, grade) -> count * grade, part.2, [1, 2, 3, 4, 5]) AS total
        FROM
        (
            SELECT
                *,
                arrayConcat(
                    if(
                        empty(unsound),
                        [],
                        [(
                            multiIf(
                                joined < length(sound), if(kind = 'district', 'other-districts', 'other-ages'),
                                kind = 'district', 'helsinki',
                                'all-ages'
                            ),
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
                    *,
                    engagement_taken(
                        arrayMap(cell -> cell.3, unsound), arrayMap(cell -> cell.3, sound), threshold
                    ) AS taken,
                    if(taken < 0, length(sound), toUInt64(taken)) AS joined
                FROM
                (
                    SELECT
                        kind,
                        month,
                        programme,
                        any(threshold) AS threshold,
                        question,
                        moment,
                        arraySort(groupArrayIf((rank, name, grades, counts), is_unsound)) AS unsound,
                        arraySort(groupArrayIf((rank, name, grades, counts), NOT is_unsound)) AS sound
                    FROM
                    (
                        SELECT
                            *,
                            [counts[1] + counts[2] + counts[3], counts[4] + counts[5]] AS grades,
                            arrayExists(n -> n BETWEEN 1 AND threshold - 1, grades) AS is_unsound
                        FROM engagement.answers
                    )
                    GROUP BY kind, month, programme, question, moment
                )
            )
        )
        ARRAY JOIN parts AS part
    )
)
