-- Visitors known by pseudonym in a month: new ones, and those who had come before in the season (spring is January to July,
-- autumn August to December). Summed over a season, the new ones are the season's visitors.
CREATE OR REPLACE VIEW published.visitors DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    toString(toYear(month)) || if(toMonth(month) <= 7, '-spring', '-autumn') AS season,
    if(withheld, NULL, toUInt64(round(known / rounding) * rounding)) AS visitors,
    if(divided, NULL, toUInt64(round((so_far - before) / rounding) * rounding)) AS new_visitors,
    if(divided, NULL, toUInt64(round((known - so_far + before) / rounding) * rounding)) AS returning_visitors,
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
            months.programme AS programme,
            months.month AS month,
            any(months.threshold) AS threshold,
            any(months.rounding) AS rounding,
            toInt64(uniqExactMergeIf(earlier.visitors, earlier.month = months.month)) AS known,
            toInt64(uniqExactMerge(earlier.visitors)) AS so_far,
            toInt64(uniqExactMergeIf(earlier.visitors, earlier.month < months.month)) AS before
        FROM engagement.visitors_of_months AS months
        INNER JOIN engagement.visitors_of_months AS earlier ON earlier.programme = months.programme
        WHERE
            earlier.month <= months.month
            AND toYear(earlier.month) = toYear(months.month)
            AND (toMonth(earlier.month) <= 7) = (toMonth(months.month) <= 7)
        GROUP BY months.programme, months.month
    )
)
