-- The gatherings of a district's month, each with whether its visits are withheld; of a sheet's, a row for each total. Public
-- order: a hash of the name, then the day. What is published already is not withheld again, and what was suppressed counts as
-- what must be.
CREATE OR REPLACE VIEW engagement.gathering_cells AS
SELECT
    programme,
    threshold,
    rounding,
    month,
    district,
    cell.1.2 AS gathering,
    cell.1.3 AS grain,
    cell.1.4 AS day,
    cell.1.5 AS visits,
    cell.1.6 AS status,
    cell.1.7 AS provenance,
    cell.1.8 AS disagree,
    cell.1.9 AS expected,
    cell.1.10 AS piece,
    cell.2 = 1 AS withheld
FROM
(
    SELECT
        programme,
        threshold,
        rounding,
        month,
        district,
        withheld AS district_withheld,
        arraySort(listed) AS cells,
        arrayFilter(cell -> cell.5 > 0 AND NOT cell.11, cells) AS counted
    FROM engagement.district_cells
)
ARRAY JOIN arrayConcat(
    arrayZip(
        counted,
        if(
            district_withheld,
            arrayMap(cell -> 1, counted),
            engagement_withheld(
                arrayMap(cell -> assumeNotNull(cell.5), counted),
                arrayMap(cell -> cell.12, counted),
                arrayMap(cell -> 1, counted),
                threshold
            )
        )
    ),
    arrayMap(cell -> (cell, 0), arrayFilter(cell -> ifNull(cell.5, 0) = 0 OR cell.11, cells))
) AS cell
