-- People met outside the door by age band and month; '' is not given. Where bands were given that add up to more than the
-- people, the bands count.
CREATE OR REPLACE VIEW candidates.outreach_age_bands DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    cell.1.1 AS age_band,
    if(cell.2 = 1, NULL, engagement_rounded(cell.1.2, rounding)) AS people,
    if(cell.2 = 1, 'suppressed', 'counted') AS state
FROM
(
    SELECT
        known.month AS month,
        known.programme AS programme,
        any(programmes.threshold) AS threshold,
        any(programmes.rounding) AS rounding,
        sumMap(outreach.by_age_band) AS bands,
        toInt64(sum(assumeNotNull(outreach.people))) AS people,
        arrayFilter(
            cell -> cell.2 > 0,
            arrayPushFront(
                arraySort(arrayMap((band, n) -> (band, toInt64(n)), mapKeys(bands), mapValues(bands))),
                ('', people - toInt64(arraySum(mapValues(bands))))
            )
        ) AS cells
    FROM engagement.outreach FINAL
    INNER JOIN engagement.gathering_days AS known
        ON known.programme = outreach.programme AND known.gathering = outreach.gathering
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
    WHERE outreach.people > 0
    GROUP BY known.month, known.programme
)
ARRAY JOIN engagement_parts(cells, arrayMap(cell -> cell.2, cells), threshold) AS cell
