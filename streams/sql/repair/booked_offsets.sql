-- The offsets of a partition between two, both included, that are booked, by outcome.
SELECT outcome, bitmapToArray(bitmapSubsetInRange(groupBitmapMergeState(offsets), {first:UInt64}, {last:UInt64} + 1))
FROM engagement.books
WHERE topic = {topic:String} AND partition = {partition:UInt32}
GROUP BY outcome
