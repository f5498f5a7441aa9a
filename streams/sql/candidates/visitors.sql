-- Visitors known by pseudonym in a month: new ones, and those who had come before in the season (spring is January to July,
-- autumn August to December). Summed over a season, the new ones are the season's visitors. None where the month's visits are
-- withheld: visitors are never more than these. No visitor at all is told like few, for each programme in all its months.
CREATE OR REPLACE VIEW candidates.visitors DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    toString(toYear(month)) || if(toMonth(month) <= 7, '-spring', '-autumn') AS season,
    if(withheld, NULL, engagement_rounded(known, rounding)) AS visitors,
    if(divided, NULL, engagement_rounded(so_far - before, rounding)) AS new_visitors,
    if(divided, NULL, engagement_rounded(known - so_far + before, rounding)) AS returning_visitors,
    multiIf(NOT withheld, 'counted', ever_shown, 'suppressed', 'not recorded') AS state,
    multiIf(NOT divided, 'counted', ever_shown, 'suppressed', 'not recorded') AS parts_state
FROM
(
    SELECT
        *,
        known < threshold OR (programme, month) IN (
            SELECT programme, month FROM releases.decisions WHERE level = 'month' AND NOT shown
        ) AS withheld,
        withheld OR engagement_divided(known, so_far - before, threshold) AS divided,
        max(known) OVER (PARTITION BY programme) >= any(threshold) OVER (PARTITION BY programme) AS ever_shown
    FROM
    (
        SELECT
            programme,
            month,
            threshold,
            rounding,
            toInt64(finalizeAggregation(sets.visitors)) AS known,
            toInt64(uniqExactMerge(sets.visitors) OVER (season ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS so_far,
            toInt64(uniqExactMerge(sets.visitors) OVER (season ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS before
        FROM engagement.visitors_of_months AS sets
        WINDOW season AS (PARTITION BY programme, toYear(month), toMonth(month) <= 7 ORDER BY month)
    )
)
