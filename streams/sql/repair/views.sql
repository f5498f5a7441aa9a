-- Every view that people or other views read, as it stands.
SELECT database, name, create_table_query
FROM system.tables
WHERE database IN ('engagement', 'published') AND engine = 'View'
ORDER BY database, name
