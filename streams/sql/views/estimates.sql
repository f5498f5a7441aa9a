-- How many visits a gathering had, as well as that is known. The door counts who came in; the sheets' totals stand in for
-- the door where nobody was counted there; a head count that is higher saw people whom they missed.
CREATE OR REPLACE VIEW engagement.estimates AS
SELECT
    programme,
    gathering,
    door,
    sheet,
    peak,
    engagement_estimate(door, sheet, peak, at_least).1 AS estimate,
    engagement_estimate(door, sheet, peak, at_least).2 AS provenance,
    toUInt8((door IS NOT NULL) + (sheet IS NOT NULL) + (peak IS NOT NULL)) AS modes,
    engagement_estimate(door, sheet, peak, at_least).3 AS disagree
FROM
(
    SELECT
        known.programme AS programme,
        known.gathering AS gathering,
        if(
            participation.visits IS NULL AND group_participation.groups IS NULL,
            NULL,
            participation.entries + participation.accompanied
            + ifNull(group_participation.people, 0) + ifNull(group_participation.accompanying, 0)
        ) AS door,
        period_participation.visits AS sheet,
        participation.peak_head_count AS peak,
        coalesce(door, sheet) AS at_least
    FROM
    (
        SELECT programme, gathering, gathering_key FROM engagement.participation FINAL
        WHERE status != 'unplanned' OR day IS NOT NULL
        UNION DISTINCT
        SELECT programme, gathering, gathering_key FROM engagement.group_participation FINAL WHERE groups IS NOT NULL
        UNION DISTINCT
        SELECT programme, gathering, gathering_key FROM engagement.period_participation FINAL WHERE visits IS NOT NULL
    ) AS known
    LEFT JOIN
    (
        SELECT gathering_key, entries, visits, accompanied, peak_head_count FROM engagement.participation FINAL
    ) AS participation
        ON participation.gathering_key = known.gathering_key
    LEFT JOIN
    (
        SELECT gathering_key, groups, people, accompanying FROM engagement.group_participation FINAL
    ) AS group_participation
        ON group_participation.gathering_key = known.gathering_key
    LEFT JOIN (SELECT gathering_key, visits FROM engagement.period_participation FINAL) AS period_participation
        ON period_participation.gathering_key = known.gathering_key
)
