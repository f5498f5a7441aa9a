-- The areas of a programme's month by whose age bands visits can be shown, in the finer bands where that is possible at all:
-- see published.age_bands. Districts whose visits are withheld always join others: the sum of the joined ones then says no
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
            sums.programme AS programme,
            sums.month AS month,
            grain.1 AS bands,
            any(districts.rounding) AS rounding,
            any(districts.threshold) AS threshold,
            arraySort(groupArray((districts.residents, sums.district, grain.2, districts.withheld))) AS cells,
            arrayFilter(
                cell -> cell.4 OR arrayExists(n -> n BETWEEN 1 AND threshold - 1, cell.3), cells
            ) AS unsound,
            arrayFilter(
                cell -> NOT cell.4 AND NOT arrayExists(n -> n BETWEEN 1 AND threshold - 1, cell.3), cells
            ) AS sound,
            if(
                any(districts.month_withheld),
                -1,
                engagement_taken(arrayMap(cell -> cell.3, unsound), arrayMap(cell -> cell.3, sound), threshold)
            ) AS taken,
            if(taken < 0, length(sound), toUInt64(taken)) AS joined
        FROM
        (
            SELECT programme, month, publishable.district AS district, sumForEach(by_age_band) AS counts
            FROM engagement.publishable
            WHERE visits > 0
            GROUP BY programme, month, district
        ) AS sums
        INNER JOIN engagement.district_cells AS districts
            ON districts.programme = sums.programme
            AND districts.month = sums.month
            AND districts.district = sums.district
        ARRAY JOIN [
            (['0-6', '7-12', '13-17', '18-29', '30-64', '65+', ''], sums.counts),
            (
                ['under-18', '18-and-over', ''],
                [
                    sums.counts[1] + sums.counts[2] + sums.counts[3],
                    sums.counts[4] + sums.counts[5] + sums.counts[6],
                    sums.counts[7]
                ]
            )
        ] AS grain
        GROUP BY sums.programme, sums.month, grain.1
    )
    ORDER BY taken >= 0 DESC, length(bands) DESC
    LIMIT 1 BY programme, month
)
ARRAY JOIN parts AS part
