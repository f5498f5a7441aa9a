-- Recompute which agencies took part in the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.cooperation
(
    programme, gathering, agencies, staff, minutes, version
)
SELECT
    programme,
    gathering,
    arraySort(groupUniqArrayIf(agency, NOT retracted)),
    sumMapIf(map(agency, toUInt64(assumeNotNull(staff))), staff > 0),
    sumMapIf(map(agency, toUInt64(assumeNotNull(minutes))), minutes > 0),
    sum(toUInt128(version))
FROM engagement.agency_presences FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'cooperation')
GROUP BY programme, gathering
