-- Every view that people or other views read, and what it says.
SELECT database, name, as_select
FROM system.tables
WHERE database IN ('engagement', 'candidates') AND engine = 'View'
ORDER BY database, name
