-- Dead letters since an instant that name no source, by topic: of how many messages, why mostly, and which was the last.
SELECT
    topic,
    sum(greatest(1, toInt64(toUInt64OrZero(extract(detail, '^offsets [0-9]+ to ([0-9]+):'))) - toInt64(offset) + 1)) AS refused,
    topK(1)(toString(reason))[1] AS mostly,
    argMax(concat(topic, '/', toString(partition), '/', toString(offset)), (appended, partition, offset)) AS last
FROM engagement.dead_letters
WHERE appended >= {since:DateTime64(3, 'UTC')} AND source IN ('', '[removed]')
GROUP BY topic
HAVING refused >= {least:UInt32}
ORDER BY refused DESC, topic
