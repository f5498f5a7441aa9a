-- The sources of most dead letters since an instant, and the reason of most of each. Nothing of what they said.
SELECT source, count() AS refused, topK(1)(toString(reason))[1] AS mostly
FROM engagement.dead_letters
WHERE appended >= {since:DateTime64(3, 'UTC')} AND source NOT IN ('', '[removed]')
GROUP BY source
ORDER BY refused DESC, source
LIMIT 100
