-- How many dead letters fit every filter, by reason, topic and state.
SELECT
    reason,
    topic,
    state,
    count() AS letters,
    min(dead_letters.appended) AS oldest,
    max(dead_letters.appended) AS newest
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
GROUP BY reason, topic, state
ORDER BY reason, topic, state
