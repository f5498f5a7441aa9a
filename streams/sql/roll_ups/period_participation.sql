-- Recompute what the sheets of the touched gatherings add up to, as a whole, from their facts. Of one period's totals
-- that with the latest time holds, of two at one time the higher. A month's total stands in place of those of its days.
INSERT INTO engagement.period_participation
(
    programme, gathering, visits, days, months, version
)
SELECT
    programme,
    gathering,
    sumOrNullIf(total, holds),
    countIf(holds AND period = 'day'),
    countIf(holds AND period = 'month'),
    sum(seen)
FROM
(
    SELECT
        programme,
        gathering,
        period,
        argMax(toUInt64(visits), (time, visits)) AS total,
        sum(toUInt128(version)) AS seen,
        period = 'month'
        OR (
            period = 'day'
            AND max(period = 'month') OVER (PARTITION BY programme, gathering, toStartOfMonth(first_day)) = 0
        ) AS holds
    FROM engagement.period_counts FINAL
    WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'period_participation')
    GROUP BY programme, gathering, period, first_day
)
GROUP BY programme, gathering
