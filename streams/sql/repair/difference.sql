-- The rows of one snapshot that are not in the other.
SELECT * FROM {scratch:Identifier}.{one:Identifier}
EXCEPT
SELECT * FROM {scratch:Identifier}.{other:Identifier}
