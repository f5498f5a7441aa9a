-- Visits by week beside what is usual: the mean of the up to four weeks before that have visits. A programme's very first
-- week is not usual: it may have begun in the middle of it. Sums of what is shown.
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
            toMonday(day) AS week,
            week = min(week) OVER (PARTITION BY programme) AS is_first,
            programme,
            sum(days.gatherings) AS gatherings,
            sum(days.suppressed) AS suppressed,
            sum(days.not_recorded) AS not_recorded,
            sumOrNull(days.visits) AS visits
        FROM candidates.days
        GROUP BY week, programme
    )
)
