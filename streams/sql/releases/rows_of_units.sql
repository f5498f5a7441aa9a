SELECT *
FROM {database:Identifier}.{table:Identifier}
WHERE has({units:Array(Tuple(Date, String))}, ({period:Identifier}, toString(programme)))
