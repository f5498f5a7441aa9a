-- Those of the sources that a fact table has a fact of.
SELECT DISTINCT source
FROM engagement.{table:Identifier}
WHERE source IN {sources:Array(String)}
