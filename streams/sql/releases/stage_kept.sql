-- What is published of periods that are not published anew.
INSERT INTO releases.{table:Identifier}
SELECT *
FROM published.{table:Identifier}
WHERE NOT has({units:Array(Tuple(Date, String))}, ({period:Identifier}, toString(programme)))
