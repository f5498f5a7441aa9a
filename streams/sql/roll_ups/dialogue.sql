-- Recompute the dialogues of the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.dialogue
(
    programme, gathering, sessions, participants, by_section, sessions_by_section, by_age_band, themes, agencies,
    multi_professional, follow_ups, follow_ups_known, day, oldest_fact, version
)
SELECT
    programme,
    gathering,
    nullIf(countIf(NOT retracted), 0) AS held,
    sumOrNullIf(toUInt64(participants), NOT retracted),
    mapFilter((section, count) -> count > 0, sumMapIf(map(section, toUInt64(participants)), NOT retracted)),
    sumMapIf(map(section, toUInt64(1)), NOT retracted),
    mapFilter((band, count) -> count > 0, sumMap(by_age_band)),
    sumMap(mapFromArrays(arrayDistinct(themes), arrayWithConstant(length(arrayDistinct(themes)), toUInt64(1)))),
    sumMap(mapFromArrays(arrayDistinct(agencies), arrayWithConstant(length(arrayDistinct(agencies)), toUInt64(1)))),
    if(held > 0, countIf(notEmpty(agencies)), NULL),
    if(held > 0, countIf(follow_up), NULL),
    if(held > 0, count(follow_up), NULL),
    toDate(minOrNullIf(time, NOT retracted), 'Europe/Helsinki'),
    min(time),
    sum(toUInt128(version))
FROM engagement.dialogues FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'dialogue')
GROUP BY programme, gathering
