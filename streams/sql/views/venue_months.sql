-- Visits of each place and month, by the finest counts there are. `coarser` is the sum of the totals beside them that are only
-- compared; `differs`: one of them, or the month's, is more than five people and a tenth of the higher away from what it is of.
CREATE OR REPLACE VIEW engagement.venue_months AS
SELECT
    programme,
    place,
    month,
    sumIf(parts.visits, NOT finer_known) AS estimate,
    sumIf(parts.visits, finer_known AND grain = 4) AS coarser,
    ['gathering', 'day', 'week', 'month'][minIf(grain, NOT finer_known AND parts.visits IS NOT NULL)] AS finest,
    CAST(
        ifNull(10 * abs(toInt64(estimate) - toInt64(coarser)) > greatest(50, estimate, coarser), false), 'Bool'
    ) AS differs
FROM engagement.visit_parts AS parts
WHERE parts.visits IS NOT NULL
GROUP BY programme, place, month
