-- How many facts of a scratch table are not stored at all, and how many in a lower revision or another version only.
SELECT countIf(stored.version = 0), countIf(stored.version > 0 AND stored.version < fresh.version)
FROM (SELECT gathering_key, event_key, version FROM {scratch:Identifier}.{table:Identifier} FINAL) AS fresh
LEFT JOIN
(
    SELECT gathering_key, event_key, version
    FROM engagement.{table:Identifier} FINAL
    WHERE gathering_key IN (SELECT gathering_key FROM {scratch:Identifier}.{table:Identifier})
) AS stored
    ON stored.gathering_key = fresh.gathering_key AND stored.event_key = fresh.event_key
