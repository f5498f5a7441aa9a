-- The gatherings of a district's month, each with whether its visits are withheld. Public order: a hash of the name.
CREATE OR REPLACE VIEW engagement.gathering_cells AS
SELECT
    programme,
    threshold,
    rounding,
    cell.1.2 AS gathering,
    cell.1.3 AS visits,
    cell.2 = 1 AS withheld
FROM
(
    SELECT
        publishable.programme AS programme,
        any(publishable.threshold) AS threshold,
        any(publishable.rounding) AS rounding,
        any(districts.withheld) AS district_withheld,
        arraySort(groupArray((sipHash64(gathering), gathering, publishable.visits))) AS cells,
        arrayFilter(cell -> cell.3 > 0, cells) AS counted
    FROM engagement.publishable
    INNER JOIN engagement.district_cells AS districts
        ON districts.programme = publishable.programme
        AND districts.month = publishable.month
        AND districts.district = publishable.district
    GROUP BY publishable.programme, publishable.month, publishable.district
)
ARRAY JOIN arrayConcat(
    arrayZip(
        counted,
        if(
            district_withheld,
            arrayMap(cell -> 1, counted),
            engagement_withheld(
                arrayMap(cell -> assumeNotNull(cell.3), counted),
                arrayMap(cell -> false, counted),
                arrayMap(cell -> 1, counted),
                threshold
            )
        )
    ),
    arrayMap(cell -> (cell, 0), arrayFilter(cell -> ifNull(cell.3, 0) = 0, cells))
) AS cell
