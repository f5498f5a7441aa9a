-- The gatherings in question of which a fact of one table was taken back.
SELECT DISTINCT programme, gathering
FROM engagement.{table:Identifier} FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = {roll_up:String}) AND retracted
