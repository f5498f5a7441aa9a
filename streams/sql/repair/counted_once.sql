-- Visits of each place and month of which both finer and coarser totals are known: their sum, and what is counted of it.
SELECT
    programme,
    place,
    month,
    sum(parts.visits) AS added,
    sumIf(parts.visits, NOT finer_known) AS counted
FROM engagement.visit_parts AS parts
WHERE parts.visits IS NOT NULL
GROUP BY programme, place, month
HAVING counted != added
ORDER BY programme, place, month
