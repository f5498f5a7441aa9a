-- The last day that is part of a published edition; none before the first.
SELECT max(until)
FROM releases.editions
WHERE edition IN (SELECT edition FROM releases.editions WHERE state = 'published')
HAVING count() > 0
