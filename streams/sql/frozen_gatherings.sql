-- Which of the touched gatherings have facts from before `cutoff`, so that some may be deleted already. The inner query
-- also finds rows that were replaced since, and mostly nothing; FINAL then has next to nothing to do.
SELECT programme, gathering, oldest_fact
FROM engagement.participation FINAL
WHERE gathering_key IN
(
    SELECT gathering_key
    FROM engagement.participation
    WHERE oldest_fact < {cutoff:DateTime64(3, 'UTC')}
    AND gathering_key IN (SELECT gathering_key FROM touched)
)
AND oldest_fact < {cutoff:DateTime64(3, 'UTC')}
