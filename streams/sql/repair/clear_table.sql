TRUNCATE TABLE {scratch:Identifier}.{table:Identifier}
