INSERT INTO releases.{table:Identifier} SELECT * FROM candidates.{table:Identifier}
