-- The newest row at each place where an amended event stands, of those that stand at several, as far as rows are not merged away.
-- A release that did not know where an event had been left it there; what was amended since then the worker has moved, and
-- two rows are two events of one id.
SELECT
    programme,
    source,
    id,
    max((revision, retracted)).1,
    max((revision, retracted)).2,
    _table,
    gathering,
    toUnixTimestamp64Milli(max(appended))
FROM merge('engagement', {tables:String})
WHERE (programme, source, id) IN
(
    SELECT programme, source, id
    FROM merge('engagement', {tables:String})
    GROUP BY programme, source, id
    HAVING max(revision) > 1
        AND uniqExact(_table, gathering) > 1
        AND uniqExactIf((_table, gathering), revision = 1) < 2
        AND maxIf(appended, revision > 1) < (SELECT min(applied) FROM engagement.migrations WHERE version = 7)
)
GROUP BY programme, source, id, _table, gathering
