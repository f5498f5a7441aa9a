TRUNCATE TABLE releases.{table:Identifier}
