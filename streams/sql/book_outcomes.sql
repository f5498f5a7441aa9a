-- Book ranges of offsets, both ends included, as sets. The table `bookings` goes with the statement: a chaotic batch has more
-- of them than a parameter may hold.
INSERT INTO engagement.books (topic, partition, outcome, offsets)
SELECT topic, partition, outcome, groupBitmapState(offset)
FROM
(
    SELECT topic, partition, outcome, arrayJoin(range(first, last + 1)) AS offset
    FROM bookings
)
GROUP BY topic, partition, outcome
