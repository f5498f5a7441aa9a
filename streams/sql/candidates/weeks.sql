-- Visits by week beside what is usual: the mean of the up to four weeks before that have visits. A programme's very first
-- week is not usual: it may have begun in the middle of it. Sums of the days and the weeks' totals that are shown; a month's total
-- is in none.
CREATE OR REPLACE VIEW candidates.weeks DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    week,
    programme,
    gatherings,
    suppressed,
    not_recorded,
    visits,
    usual,
    visits / nullIf(usual, 0) - 1 AS growth,
    week + 7 <= toDate(now(), 'Europe/Helsinki') AS whole
FROM
(
    SELECT
        *,
        avg(if(is_first, NULL, visits)) OVER (
            PARTITION BY programme ORDER BY toInt32(week) RANGE BETWEEN 28 PRECEDING AND 1 PRECEDING
        ) AS usual
    FROM
    (
        SELECT
            toMonday(count.day) AS week,
            week = min(week) OVER (PARTITION BY programme) AS is_first,
            programme,
            count() AS gatherings,
            countIf(count.state = 'suppressed') AS suppressed,
            countIf(count.state = 'not recorded' AND count.expected) AS not_recorded,
            sumOrNull(count.visits) AS visits
        FROM candidates.gatherings AS shown
        ARRAY JOIN counts AS count
        WHERE count.grain <= 3 AND (status NOT IN ('cancelled', 'postponed') OR count.state != 'not recorded')
        GROUP BY week, programme
    )
)
