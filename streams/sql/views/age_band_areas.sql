-- The areas of a programme's month by whose age bands visits can be shown, in the finer bands where that is possible at all:
-- see candidates.age_bands. Districts whose visits are withheld always join others: the sum of the joined ones then says no
-- more than the month's total less the shown districts.
CREATE OR REPLACE VIEW engagement.age_band_areas AS
SELECT programme, month, rounding, bands, part.1 AS area, part.2 AS counts, taken < 0 AS withheld
FROM
(
    SELECT
        programme,
        month,
        rounding,
        bands,
        taken,
        arrayConcat(
            if(
                empty(unsound),
                [],
                [(
                    if(joined = length(sound), 'helsinki', 'other-districts'),
                    arrayReduce(
                        'sumForEach',
                        arrayMap(cell -> cell.3, arrayConcat(unsound, arraySlice(sound, 1, joined)))
                    )
                )]
            ),
            arrayMap(cell -> (cell.2, cell.3), arraySlice(sound, joined + 1))
        ) AS parts
    FROM
    (
        SELECT
            *,
            if(
                month_withheld,
                -1,
                engagement_taken(arrayMap(cell -> cell.3, unsound), arrayMap(cell -> cell.3, sound), threshold)
            ) AS taken,
            if(taken < 0, length(sound), toUInt64(taken)) AS joined
        FROM
        (
            SELECT
                programme,
                month,
                bands,
                any(rounding) AS rounding,
                any(threshold) AS threshold,
                any(month_withheld) AS month_withheld,
                arraySort(groupArrayIf((residents, district, counts), is_unsound)) AS unsound,
                arraySort(groupArrayIf((residents, district, counts), NOT is_unsound)) AS sound
            FROM
            (
                SELECT
                    *,
                    grain.1 AS bands,
                    grain.2 AS counts,
                    withheld OR arrayExists(n -> n BETWEEN 1 AND threshold - 1, counts) AS is_unsound
                FROM engagement.district_cells
                ARRAY JOIN [
                    (['0-6', '7-12', '13-17', '18-29', '30-64', '65+', ''], by_age_band),
                    (
                        ['under-18', '18-and-over', ''],
                        [
                            by_age_band[1] + by_age_band[2] + by_age_band[3],
                            by_age_band[4] + by_age_band[5] + by_age_band[6],
                            by_age_band[7]
                        ]
                    )
                ] AS grain
                WHERE visits > 0
            )
            GROUP BY programme, month, bands
        )
    )
    ORDER BY taken >= 0 DESC, length(bands) DESC
    LIMIT 1 BY programme, month
)
ARRAY JOIN parts AS part
