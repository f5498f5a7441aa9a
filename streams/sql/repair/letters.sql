-- Dead letters that fit every filter, oldest first. An empty list filters nothing. Bytes come as base64: they may be no text.
SELECT
    topic,
    partition,
    offset,
    appended,
    reason,
    detail,
    arrayMap(header -> (header.1, base64Encode(header.2)), headers) AS headers,
    base64Encode(value) AS value,
    source,
    state,
    at,
    who,
    why,
    to_topic,
    to_partition,
    to_offset
FROM engagement.dead_letters
WHERE (empty({reasons:Array(String)}) OR reason IN {reasons:Array(String)})
    AND (empty({topics:Array(String)}) OR topic IN {topics:Array(String)})
    AND (empty({sources:Array(String)}) OR source IN {sources:Array(String)})
    AND (empty({states:Array(String)}) OR state IN {states:Array(String)})
    AND (
        empty({places:Array(Tuple(String, UInt32, UInt64))})
        OR (topic, partition, offset) IN {places:Array(Tuple(String, UInt32, UInt64))}
    )
    AND appended >= {since:DateTime64(3, 'UTC')}
    AND appended < {until:DateTime64(3, 'UTC')}
ORDER BY dead_letters.appended, dead_letters.topic, dead_letters.partition, dead_letters.offset
LIMIT {limit:UInt64}
