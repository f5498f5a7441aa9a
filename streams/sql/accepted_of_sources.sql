-- How many facts of each of the sources a fact table got since an instant.
SELECT source, count()
FROM engagement.{table:Identifier} FINAL
WHERE appended >= {since:DateTime64(3, 'UTC')} AND source IN {sources:Array(String)}
GROUP BY source
