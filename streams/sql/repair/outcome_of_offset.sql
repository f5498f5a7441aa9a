SELECT outcome
FROM engagement.books
WHERE topic = {topic:String} AND partition = {partition:UInt32}
GROUP BY outcome
HAVING bitmapContains(groupBitmapMergeState(offsets), {offset:UInt64})
ORDER BY outcome
