-- Recompute what became of the concerns of the touched gatherings, as a whole, from their facts. The inner query has a row
-- a concern that any fact means. A retracted fact has neither happening nor status, so it counts for `seen` alone.
INSERT INTO engagement.concern_handling
(
    programme, gathering, raised, by_category, by_district, by_status, passed_to, answered, hours_to_answer,
    by_category_answered, version
)
SELECT
    programme,
    gathering,
    nullIf(countIf(was_raised), 0) AS concerns,
    sumMapIf(map(category, toUInt64(1)), was_raised),
    sumMapIf(map(district, toUInt64(1)), was_raised AND district != ''),
    sumMapIf(map(['raised', 'passed-on', 'answered', 'solved'][reached], toUInt64(1)), was_raised),
    sumMapIf(mapFromArrays(passed_to, arrayWithConstant(length(passed_to), toUInt64(1))), was_raised),
    if(concerns > 0, countIf(was_raised AND answered_at IS NOT NULL), NULL),
    arraySort(groupArrayIf(
        toUInt32(intDiv(greatest(0, dateDiff('millisecond', raised_at, assumeNotNull(answered_at))), 3600000)),
        was_raised AND answered_at IS NOT NULL
    )),
    sumMapIf(map(category, toUInt64(1)), was_raised AND answered_at IS NOT NULL),
    sum(seen)
FROM
(
    SELECT
        programme,
        gathering,
        countIf(happening = 'concern-raised') > 0 AS was_raised,
        anyIf(concerns.category, happening = 'concern-raised') AS category,
        anyIf(concerns.district, happening = 'concern-raised') AS district,
        minIf(time, happening = 'concern-raised') AS raised_at,
        max(indexOf(['raised', 'passed-on', 'answered', 'solved'], status)) AS reached,
        minOrNullIf(time, status IN ('answered', 'solved')) AS answered_at,
        groupUniqArrayIf(concerns.passed_to, concerns.passed_to != '') AS passed_to,
        sum(toUInt128(version)) AS seen
    FROM engagement.concerns FINAL
    WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'concern_handling')
    GROUP BY programme, gathering, concern_key
)
GROUP BY programme, gathering
