-- The gatherings of days that are over which are not published yet, and those of the given months whose visits have changed.
INSERT INTO releases.gatherings
SELECT *, {edition:UInt64}
FROM candidates.gatherings
WHERE day <= {until:Date}
    AND (
        (programme, gathering) NOT IN (SELECT programme, gathering FROM releases.gatherings)
        OR (
            has({units:Array(Tuple(Date, String))}, (toStartOfMonth(day), toString(programme)))
            AND state = 'counted'
            AND (programme, gathering, assumeNotNull(visits)) NOT IN (
                SELECT programme, gathering, assumeNotNull(visits) FROM releases.gatherings WHERE state = 'counted'
            )
        )
    )
