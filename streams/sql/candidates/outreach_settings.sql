-- People met outside the door by setting and month.
CREATE OR REPLACE VIEW candidates.outreach_settings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    cell.1.1 AS setting,
    if(cell.2 = 1, NULL, engagement_rounded(cell.1.2, rounding)) AS people,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        known.month AS month,
        known.programme AS programme,
        any(programmes.threshold) AS threshold,
        any(programmes.rounding) AS rounding,
        sumMap(outreach.by_setting) AS settings,
        arraySort(arrayFilter(cell -> cell.2 > 0, arrayZip(mapKeys(settings), mapValues(settings)))) AS cells
    FROM engagement.outreach FINAL
    INNER JOIN engagement.gathering_days AS known
        ON known.programme = outreach.programme AND known.gathering = outreach.gathering
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
    GROUP BY known.month, known.programme
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.2, cells), threshold) AS cell
