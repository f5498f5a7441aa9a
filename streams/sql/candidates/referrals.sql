-- People referred from one agency to another, by quarter of the year.
CREATE OR REPLACE VIEW candidates.referrals DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    quarter,
    programme,
    splitByChar('>', cell.1.1)[1] AS from_agency,
    splitByChar('>', cell.1.1)[2] AS to_agency,
    if(cell.2 = 1, NULL, engagement_rounded(cell.1.2, rounding)) AS people,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        toStartOfQuarter(known.day) AS quarter,
        known.programme AS programme,
        any(programmes.threshold) AS threshold,
        any(programmes.rounding) AS rounding,
        sumMap(referral_flows.flows) AS flows,
        arraySort(arrayFilter(cell -> cell.2 > 0, arrayZip(mapKeys(flows), mapValues(flows)))) AS cells
    FROM engagement.referral_flows FINAL
    INNER JOIN engagement.gathering_days AS known
        ON known.programme = referral_flows.programme AND known.gathering = referral_flows.gathering
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
    GROUP BY quarter, known.programme
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.2, cells), threshold) AS cell
