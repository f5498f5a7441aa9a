-- Every view that people or other views read, as it stands.
SELECT database, name, create_table_query
FROM system.tables
WHERE database IN ('engagement', 'candidates') AND engine = 'View'
ORDER BY database, name
