-- Visitors known by pseudonym in a month: new ones, and those who had come before in the season (spring is January to July,
-- autumn August to December). Summed over a season, the new ones are the season's visitors.
CREATE OR REPLACE VIEW candidates.visitors DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    toString(toYear(month)) || if(toMonth(month) <= 7, '-spring', '-autumn') AS season,
    if(withheld, NULL, engagement_rounded(known, rounding)) AS visitors,
    if(divided, NULL, engagement_rounded(so_far - before, rounding)) AS new_visitors,
    if(divided, NULL, engagement_rounded(known - so_far + before, rounding)) AS returning_visitors,
    multiIf(known = 0, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    multiIf(known = 0, 'not recorded', divided, 'suppressed', 'counted') AS parts_state
FROM
(
    SELECT
        *,
        known < threshold AS withheld,
        arrayFilter(n -> n > 0, [known - so_far + before, so_far - before]) AS parts,
        withheld OR arrayCount(part -> part.2 = 0, engagement_parts(parts, parts, threshold)) < length(parts) AS divided
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
