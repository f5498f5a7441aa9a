INSERT INTO {scratch:Identifier}.{table:Identifier}
SELECT * FROM {origin:Identifier}.{table:Identifier} FINAL
