-- Which of the gatherings that were asked for have neither a fact nor a row.
SELECT arrayJoin({gatherings:Array(String)}) AS gathering
WHERE gathering NOT IN (SELECT gathering FROM {scratch:Identifier}.plan)
