-- The gatherings of a district's month, each with whether its visits are withheld. Public order: a hash of the name. What
-- is published already is not withheld again, and what was suppressed counts as what must be.
CREATE OR REPLACE VIEW engagement.gathering_cells AS
SELECT
    programme,
    threshold,
    rounding,
    district,
    cell.1.2 AS gathering,
    cell.1.3 AS visits,
    cell.1.4 AS day,
    cell.1.5 AS status,
    cell.1.6 AS provenance,
    cell.1.7 AS disagree,
    cell.2 = 1 AS withheld
FROM
(
    SELECT
        programme,
        threshold,
        rounding,
        district,
        withheld AS district_withheld,
        arraySort(listed) AS cells,
        arrayFilter(cell -> cell.3 > 0 AND NOT cell.8, cells) AS counted
    FROM engagement.district_cells
)
ARRAY JOIN arrayConcat(
    arrayZip(
        counted,
        if(
            district_withheld,
            arrayMap(cell -> 1, counted),
            engagement_withheld(
                arrayMap(cell -> assumeNotNull(cell.3), counted),
                arrayMap(cell -> cell.9, counted),
                arrayMap(cell -> 1, counted),
                threshold
            )
        )
    ),
    arrayMap(cell -> (cell, 0), arrayFilter(cell -> ifNull(cell.3, 0) = 0 OR cell.8, cells))
) AS cell
