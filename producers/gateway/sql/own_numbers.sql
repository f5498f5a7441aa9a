-- The exact numbers of a scope's own gatherings: a row a programme and period, and one for each gathering of the last days. What
-- nobody recorded is NULL, not 0. A cancelled gathering is in them only with what was recorded all the same. Without a plan and without a door, a gathering's day is the one that its id names.
WITH
    gatherings AS
    (
        SELECT DISTINCT programme, gathering, gathering_key
        FROM
        (
            SELECT programme, gathering, gathering_key FROM engagement.participation
            UNION ALL
            SELECT programme, gathering, gathering_key FROM engagement.group_participation
            UNION ALL
            SELECT programme, gathering, gathering_key FROM engagement.dialogue
            UNION ALL
            SELECT programme, gathering, gathering_key FROM engagement.outreach
        )
        WHERE programme IN {programmes:Array(String)}
            AND (has({whole:Array(String)}, gathering) OR arrayExists(start -> startsWith(gathering, start), {beginnings:Array(String)}))
    )
SELECT
    kind.1 AS period,
    kind.2 AS of_gathering,
    programme,
    min(happened) AS day,
    any(one.name_fi) AS name_fi,
    any(one.name_sv) AS name_sv,
    any(one.name_en) AS name_en,
    count() AS held,
    countIf(door IS NOT NULL) AS by_door,
    countIf(door IS NULL AND peak IS NOT NULL) AS by_heads,
    countIf(door IS NULL AND peak IS NULL AND in_groups IS NULL AND in_dialogue IS NULL AND outside IS NULL) AS unrecorded,
    sumOrNull(door) AS visits,
    nullIf(uniqExactMerge(states), 0) AS visitors,
    sumOrNullIf(peak, door IS NULL) AS heads,
    sumMap(ages) AS by_age_band,
    sumOrNull(group_visits) AS groups,
    sumOrNull(in_groups) AS people_in_groups,
    sumOrNull(in_dialogue) AS participants,
    sumOrNull(outside) AS met
FROM
(
    SELECT
        gatherings.programme AS programme,
        gatherings.gathering AS gathering,
        coalesce(
            doors.day, toDateOrNull(extract(gatherings.gathering, '[0-9]{4}-[0-9]{2}-[0-9]{2}'))
        ) AS happened,
        doors.name_fi AS name_fi,
        doors.name_sv AS name_sv,
        doors.name_en AS name_en,
        doors.status AS status,
        doors.visits AS door,
        doors.visitors_state AS states,
        doors.peak_head_count AS peak,
        doors.by_age_band AS ages,
        grouped.groups AS group_visits,
        grouped.people AS in_groups,
        dialogue.participants AS in_dialogue,
        outreach.people AS outside
    FROM gatherings
    LEFT JOIN
    (
        SELECT gathering_key, day, name_fi, name_sv, name_en, status, visits, visitors_state, peak_head_count, by_age_band
        FROM engagement.participation FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM gatherings)
    ) AS doors ON gatherings.gathering_key = doors.gathering_key
    LEFT JOIN
    (
        SELECT gathering_key, groups, people FROM engagement.group_participation FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM gatherings)
    ) AS grouped ON gatherings.gathering_key = grouped.gathering_key
    LEFT JOIN
    (
        SELECT gathering_key, participants FROM engagement.dialogue FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM gatherings)
    ) AS dialogue ON gatherings.gathering_key = dialogue.gathering_key
    LEFT JOIN
    (
        SELECT gathering_key, people FROM engagement.outreach FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM gatherings)
    ) AS outreach ON gatherings.gathering_key = outreach.gathering_key
) AS one
ARRAY JOIN arrayConcat(
    arrayMap(
        each -> (each.1, ''),
        arrayFilter(
            each -> ifNull(happened BETWEEN each.2 AND each.3, false),
            arrayZip({periods:Array(String)}, {firsts:Array(Date)}, {lasts:Array(Date)})
        )
    ),
    if(ifNull(happened BETWEEN {recent:Date} AND {today:Date}, false), [('gathering', gathering)], [])
) AS kind
WHERE status != 'cancelled' OR door IS NOT NULL OR peak IS NOT NULL OR in_groups IS NOT NULL OR in_dialogue IS NOT NULL OR outside IS NOT NULL
GROUP BY period, of_gathering, programme
ORDER BY day DESC, period, programme, of_gathering
LIMIT {most:UInt32}
