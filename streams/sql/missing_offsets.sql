-- The first ten offsets of a partition that are in no outcome.
SELECT arrayJoin(arraySlice(
    arrayFilter(
        offset -> NOT bitmapContains(booked, offset),
        range({begin:UInt64}, {end:UInt64})
    ),
    1,
    10
)) AS offset
FROM
(
    SELECT groupBitmapMergeState(offsets) AS booked
    FROM engagement.books
    WHERE topic = {topic:String} AND partition = {partition:UInt32}
)
