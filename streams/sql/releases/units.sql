-- Every programme's months and quarters of which anything is known.
SELECT DISTINCT toStartOfMonth(day) AS month, toStartOfQuarter(day) AS quarter, programme
FROM candidates.live_gatherings
WHERE day <= {until:Date}
ORDER BY ALL
