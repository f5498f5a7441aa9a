-- Recompute what the sheets of the touched gatherings add up to, as a whole, from their facts. Of one period's totals
-- that with the latest time holds, of two at one time the higher. The finer total counts: of a day before that of its week,
-- of a week (in the month of its Thursday) before that of the month; the others are kept to be compared.
INSERT INTO engagement.period_participation
(
    programme, gathering, visits, days, weeks, months, totals, version
)
SELECT
    programme,
    gathering,
    sumOrNullIf(total, counted),
    countIf(counted AND period = 'day'),
    countIf(counted AND period = 'week'),
    countIf(counted AND period = 'month'),
    arraySort(groupArrayIf((period, first_day, total, counted), period != '')),
    sum(seen)
FROM
(
    SELECT
        *,
        multiIf(
            period = 'month', countIf(finer AND period != 'month') OVER (
                PARTITION BY programme, gathering, toStartOfMonth(if(period = 'week', first_day + 3, first_day))
            ) = 0,
            finer
        ) AS counted
    FROM
    (
        SELECT
            *,
            period = 'day' OR (
                period = 'week'
                AND countIf(period = 'day') OVER (PARTITION BY programme, gathering, toMonday(first_day)) = 0
            ) AS finer
        FROM
        (
            SELECT
                programme,
                gathering,
                period,
                first_day,
                argMax(toUInt64(visits), (time, visits)) AS total,
                sum(toUInt128(version)) AS seen
            FROM engagement.period_counts FINAL
            WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'period_participation')
            GROUP BY programme, gathering, period, first_day
        )
    )
)
GROUP BY programme, gathering
