-- Visitors known by pseudonym in a month: new ones, and those who had come before in the season (spring is January to July,
-- autumn August to December). Summed over a season, the new ones are the season's visitors.
CREATE OR REPLACE VIEW published.visitors DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
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
            sets.programme AS programme,
            later AS month,
            any(sets.threshold) AS threshold,
            any(sets.rounding) AS rounding,
            toInt64(uniqExactMergeIf(sets.visitors, sets.month = later)) AS known,
            toInt64(uniqExactMerge(sets.visitors)) AS so_far,
            toInt64(uniqExactMergeIf(sets.visitors, sets.month < later)) AS before
        FROM engagement.visitors_of_months AS sets
        -- Each month counts for itself and for those after it in its season.
        ARRAY JOIN arrayMap(
            n -> addMonths(sets.month, n), range(if(toMonth(sets.month) <= 7, 8, 13) - toMonth(sets.month))
        ) AS later
        GROUP BY sets.programme, later
        HAVING countIf(sets.month = later) > 0
    )
)
