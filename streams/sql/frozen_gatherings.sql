-- Which of the touched gatherings have facts from before `cutoff` in an ageing roll-up, so that some may be deleted already.
-- The inner query also finds rows that were replaced since, and mostly nothing; FINAL then has next to nothing to do.
SELECT programme, gathering, oldest_fact
FROM engagement.{roll_up:Identifier} FINAL
WHERE gathering_key IN
(
    SELECT gathering_key
    FROM engagement.{roll_up:Identifier}
    WHERE oldest_fact < {cutoff:DateTime64(3, 'UTC')}
    AND gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = {roll_up:String})
)
AND oldest_fact < {cutoff:DateTime64(3, 'UTC')}
