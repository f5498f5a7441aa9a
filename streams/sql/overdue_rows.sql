-- How many rows of a table are older than they may be, and the oldest of them. Replaced rows count: they are there too.
SELECT count(), min({column:Identifier})
FROM engagement.{table:Identifier}
WHERE {column:Identifier} < {cutoff:DateTime64(3, 'UTC')}
