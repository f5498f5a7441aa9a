-- Dead letters of the sources and gatherings given, newest first. Values are not shown: ids tell the sender which it was.
SELECT
    topic,
    partition,
    offset,
    appended,
    reason,
    detail,
    JSONExtractString(value, 'id') AS id,
    JSONExtractString(value, 'source') AS source,
    JSONExtractString(value, 'type') AS type,
    JSONExtractString(value, 'subject') AS subject
FROM engagement.quarantine FINAL
WHERE topic IN {topics:Array(String)}
    AND appended >= {since:DateTime64(3, 'UTC')}
    AND (has({sources:Array(String)}, source) OR arrayExists(start -> startsWith(source, start), {source_beginnings:Array(String)}))
    AND (has({whole:Array(String)}, subject) OR arrayExists(start -> startsWith(subject, start), {beginnings:Array(String)}))
ORDER BY appended DESC, topic, partition, offset
LIMIT {most:UInt32}
