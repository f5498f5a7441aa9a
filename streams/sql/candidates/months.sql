-- A programme's month: visits, how many of them came as families, and how complete the counting is: of the gatherings that were
-- counted or should have been, the share that was. A total of a week is in the month of its Thursday.
CREATE OR REPLACE VIEW candidates.months DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    gatherings,
    not_recorded,
    1 - not_recorded / nullIf(expected, 0) AS completeness,
    toUInt8(0) AS final,
    if(withheld, NULL, engagement_rounded(total, rounding)) AS visits,
    multiIf(total IS NULL, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    if(total IS NULL OR families_withheld, NULL, engagement_rounded(families, rounding)) AS family_visits,
    multiIf(total IS NULL, 'not recorded', families_withheld, 'suppressed', 'counted') AS families_state,
    toUInt8(0) AS running
FROM
(
    SELECT
        *,
        withheld OR engagement_divided(ifNull(total, 0), families, threshold) AS families_withheld
    FROM
    (
        SELECT
            month,
            programme,
            cells.threshold AS threshold,
            cells.rounding AS rounding,
            cells.month_withheld AS withheld,
            sum(cells.gatherings) AS gatherings,
            sum(cells.not_recorded) AS not_recorded,
            sum(cells.expected) AS expected,
            sum(cells.visits) AS total,
            sum(cells.families) AS families
        FROM engagement.district_cells AS cells
        GROUP BY month, programme, threshold, rounding, withheld
    )
)
