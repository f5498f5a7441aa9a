-- The gatherings of days that are over of which there are counts that are not published yet, or nothing is published, and
-- those with counts of the given months that have changed. A book of sheets waits until the last period it has is over.
INSERT INTO releases.gatherings
SELECT *, {edition:UInt64}
FROM candidates.gatherings AS found
WHERE arrayAll(
    count -> multiIf(count.grain = 3, count.day + 6, count.grain = 4, toLastDayOfMonth(count.day), count.day) <= {until:Date},
    found.counts
)
    AND (
        (programme, gathering) NOT IN (SELECT programme, gathering FROM releases.gatherings)
        OR (programme, gathering) IN
        (
            SELECT programme, gathering
            FROM candidates.gatherings
            ARRAY JOIN counts AS count
            WHERE count.state != 'not recorded'
                AND (programme, gathering, count.piece) NOT IN (
                    SELECT programme, gathering, kept.piece FROM releases.gatherings ARRAY JOIN counts AS kept
                )
        )
        OR (programme, gathering) IN
        (
            SELECT programme, gathering
            FROM candidates.gatherings
            ARRAY JOIN counts AS count
            WHERE has({units:Array(Tuple(Date, String))}, (count.month, toString(programme)))
                AND count.state = 'counted'
                AND (programme, gathering, count.piece, assumeNotNull(count.visits)) NOT IN (
                    SELECT programme, gathering, kept.piece, assumeNotNull(kept.visits)
                    FROM releases.gatherings
                    ARRAY JOIN counts AS kept
                    WHERE kept.state = 'counted'
                )
        )
    )
