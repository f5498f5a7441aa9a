-- What may be published of the given periods.
INSERT INTO releases.{table:Identifier}
SELECT *, {edition:UInt64}
FROM candidates.{table:Identifier}
WHERE has({units:Array(Tuple(Date, String))}, ({period:Identifier}, toString(programme)))
