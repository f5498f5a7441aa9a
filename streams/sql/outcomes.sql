-- How many offsets of each partition ended in which outcome, from `begins` up to, but not including, `ends`.
-- The row with an empty outcome counts those that are in any; `offsets_of_records` leaves out those without a record.
WITH spans AS
(
    SELECT span.1 AS topic, span.2 AS partition, span.3 AS begin, span.4 AS end
    FROM
    (
        SELECT arrayJoin(arrayZip(
            {topics:Array(String)},
            {partitions:Array(UInt32)},
            {begins:Array(UInt64)},
            {ends:Array(UInt64)}
        )) AS span
    )
)
SELECT
    topic,
    partition,
    outcome,
    bitmapCardinality(bitmapSubsetInRange(groupBitmapMergeState(offsets), any(begin), any(end))) AS offsets_within,
    bitmapCardinality(bitmapSubsetInRange(
        groupBitmapMergeStateIf(offsets, outcome != 'no-record'),
        any(begin),
        any(end)
    )) AS offsets_of_records
FROM engagement.books
INNER JOIN spans USING (topic, partition)
GROUP BY GROUPING SETS ((topic, partition, outcome), (topic, partition))
ORDER BY topic, partition, outcome
