-- The newest edition and what became of it.
SELECT edition, argMax(state, made) AS state FROM releases.editions GROUP BY edition ORDER BY edition DESC LIMIT 1
