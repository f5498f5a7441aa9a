-- Recompute the meetings outside the door of the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.outreach
(
    programme, gathering, contacts, people, by_setting, by_age_band, together_with, day, oldest_fact, version
)
SELECT
    programme,
    gathering,
    nullIf(countIf(NOT retracted), 0),
    sumOrNullIf(toUInt64(people), NOT retracted),
    sumMapIf(map(setting, toUInt64(people)), NOT retracted),
    mapFilter((band, count) -> count > 0, sumMap(by_age_band)),
    sumMap(mapFromArrays(
        arrayDistinct(together_with) AS agencies, arrayWithConstant(length(agencies), toUInt64(1))
    )),
    toDate(minOrNullIf(time, NOT retracted), 'Europe/Helsinki'),
    min(time),
    sum(toUInt128(version))
FROM engagement.outreach_contacts FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'outreach')
GROUP BY programme, gathering
