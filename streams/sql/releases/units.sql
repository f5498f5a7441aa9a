-- Every programme's months and quarters of which anything is known.
SELECT DISTINCT month, toStartOfQuarter(arrayJoin([day, month])) AS quarter, programme
FROM candidates.live_gatherings
WHERE day <= {until:Date}
ORDER BY ALL
