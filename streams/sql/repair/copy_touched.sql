INSERT INTO {scratch:Identifier}.{table:Identifier}
SELECT * FROM {origin:Identifier}.{table:Identifier} FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched)
