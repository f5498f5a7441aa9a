-- Of which time the first fact is of those of the gatherings asked for that have one from before `before` in an ageing roll-up.
-- The inner query also finds rows that were replaced since, and mostly nothing; FINAL then has next to nothing to do.
SELECT programme, gathering, oldest_fact
FROM engagement.{roll_up:Identifier} FINAL
WHERE gathering_key IN
(
    SELECT gathering_key
    FROM engagement.{roll_up:Identifier}
    WHERE oldest_fact < {before:DateTime64(3, 'UTC')}
    AND gathering_key IN (SELECT reinterpretAsUInt128(sipHash128(programme, gathering)) FROM asked)
)
AND oldest_fact < {before:DateTime64(3, 'UTC')}
