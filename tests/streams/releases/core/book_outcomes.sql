-- Book ranges of offsets, both ends included, as sets.
INSERT INTO engagement.books (topic, partition, outcome, offsets)
SELECT topic, partition, outcome, groupBitmapState(offset)
FROM
(
    SELECT
        booking.1 AS topic,
        booking.2 AS partition,
        booking.3 AS outcome,
        arrayJoin(range(booking.4, booking.5 + 1)) AS offset
    FROM
    (
        SELECT arrayJoin(arrayZip(
            {topics:Array(String)},
            {partitions:Array(UInt32)},
            {outcomes:Array(String)},
            {firsts:Array(UInt64)},
            {lasts:Array(UInt64)}
        )) AS booking
    )
)
GROUP BY topic, partition, outcome
