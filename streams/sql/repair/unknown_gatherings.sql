-- Which of the gatherings that were asked for have neither a fact nor a row.
SELECT gathering
FROM {scratch:Identifier}.asked
WHERE gathering NOT IN (SELECT gathering FROM {scratch:Identifier}.plan)
ORDER BY place
