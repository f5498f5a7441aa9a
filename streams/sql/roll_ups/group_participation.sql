-- Recompute the groups of the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.group_participation
(
    programme, gathering, groups, people, accompanying, by_kind, by_age_band, day, oldest_fact, version
)
SELECT
    programme,
    gathering,
    nullIf(countIf(NOT retracted), 0),
    sumOrNullIf(toUInt64(people), NOT retracted),
    sumOrNullIf(toUInt64(accompanied_by), NOT retracted),
    sumMapIf(map(kind, toUInt64(people)), NOT retracted),
    sumMapIf(map(age_band, toUInt64(people)), age_band != ''),
    toDate(minOrNullIf(time, NOT retracted), 'Europe/Helsinki'),
    min(time),
    sum(toUInt128(version))
FROM engagement.group_visits FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'group_participation')
GROUP BY programme, gathering
