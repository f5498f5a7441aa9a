-- What is published of periods that are not published anew, but for running ones, which are made anew each night.
INSERT INTO releases.{table:Identifier}
SELECT *
FROM published.{table:Identifier}
WHERE NOT running AND NOT has({units:Array(Tuple(Date, String))}, ({period:Identifier}, toString(programme)))
