TRUNCATE TABLE {scratch:Identifier}.stock
