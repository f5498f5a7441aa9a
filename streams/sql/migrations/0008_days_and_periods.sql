-- The day of what is known of a gathering is that of what was not taken back: of rows from before, that of the oldest fact.
ALTER TABLE engagement.group_participation ADD COLUMN IF NOT EXISTS day Nullable(Date)
    DEFAULT if(groups IS NULL, NULL, toDate(oldest_fact, 'Europe/Helsinki')) AFTER by_age_band;

ALTER TABLE engagement.outreach ADD COLUMN IF NOT EXISTS day Nullable(Date)
    DEFAULT if(contacts IS NULL, NULL, toDate(oldest_fact, 'Europe/Helsinki')) AFTER together_with;

ALTER TABLE engagement.dialogue ADD COLUMN IF NOT EXISTS day Nullable(Date)
    DEFAULT if(sessions IS NULL, NULL, toDate(oldest_fact, 'Europe/Helsinki')) AFTER follow_ups_known;

ALTER TABLE engagement.referral_flows ADD COLUMN IF NOT EXISTS day Nullable(Date)
    DEFAULT if(people IS NULL, NULL, toDate(oldest_fact, 'Europe/Helsinki')) AFTER flows;

ALTER TABLE engagement.sentiment ADD COLUMN IF NOT EXISTS day Nullable(Date)
    DEFAULT if(empty(answers), NULL, toDate(oldest_fact, 'Europe/Helsinki')) AFTER answers_by_age_band;

ALTER TABLE engagement.participation ADD COLUMN IF NOT EXISTS outliers UInt64 AFTER last;

ALTER TABLE engagement.period_participation ADD COLUMN IF NOT EXISTS weeks UInt64 AFTER days;

ALTER TABLE engagement.period_participation ADD COLUMN IF NOT EXISTS totals Array(Tuple(
    period LowCardinality(String), first_day Date, visits UInt64, counted Bool
)) AFTER months;

ALTER TABLE engagement.period_counts
MODIFY COMMENT 'Facts: a sheet''s total for a day, a week or a month. Kept for good; nothing personal in them';

-- The sheets' totals are kept for good, so their roll-ups are made anew by the rule that the finer total counts.
INSERT INTO engagement.period_participation (programme, gathering, visits, days, weeks, months, totals, version)
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
            GROUP BY programme, gathering, period, first_day
        )
    )
)
GROUP BY programme, gathering;
