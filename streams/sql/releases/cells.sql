-- The counts of visits of those programmes' months in which something is to be decided: a count of a gathering that is new, or
-- the whole month. In the order of release, and by a public hash within a night. `late` is what came after its month was
-- published, so that no published total has it yet.
WITH
    frozen AS
    (
        SELECT
            programme,
            gathering,
            piece,
            argMax(month, edition) AS month,
            argMax(district, edition) AS district,
            assumeNotNull(argMax(visits, edition)) AS visits,
            min(edition) AS released
        FROM releases.frozen_gatherings
        GROUP BY programme, gathering, piece
    ),
    decided AS
    (
        SELECT programme, name AS gathering, piece, shown
        FROM releases.decisions
        WHERE level = 'gathering'
    )
SELECT
    frozen.month,
    toString(frozen.programme),
    frozen.gathering,
    frozen.piece,
    frozen.district,
    frozen.visits,
    multiIf(decided.gathering = '', 'new', decided.shown, 'shown', 'withheld'),
    months.edition > 0 AND frozen.released > months.edition AS late
FROM frozen
LEFT JOIN decided
    ON decided.programme = frozen.programme AND decided.gathering = frozen.gathering AND decided.piece = frozen.piece
LEFT JOIN (SELECT programme, month, edition FROM published.months WHERE NOT running) AS months
    ON months.programme = frozen.programme AND months.month = frozen.month
WHERE has({units:Array(Tuple(Date, String))}, (frozen.month, toString(frozen.programme)))
    OR (frozen.programme, frozen.month) IN (
        SELECT programme, month
        FROM frozen
        WHERE (programme, gathering, piece) NOT IN (SELECT programme, gathering, piece FROM decided)
    )
ORDER BY frozen.released, sipHash64(frozen.gathering), frozen.gathering, frozen.piece
