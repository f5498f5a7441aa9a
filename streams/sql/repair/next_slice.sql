-- The next gatherings to rebuild, each with how many facts it has, after one by its key.
SELECT programme, gathering, gathering_key, facts
FROM {scratch:Identifier}.plan
WHERE fate = 'rebuilt' AND gathering_key > {after:UInt128}
ORDER BY gathering_key
LIMIT {gatherings:UInt64}
