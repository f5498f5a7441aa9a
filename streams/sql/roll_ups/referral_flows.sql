-- Recompute the referrals of the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.referral_flows
(
    programme, gathering, people, flows, day, oldest_fact, version
)
SELECT
    programme,
    gathering,
    sumOrNullIf(toUInt64(people), NOT retracted),
    sumMapIf(map(concat(from_agency, '>', to_agency), toUInt64(people)), NOT retracted),
    toDate(minOrNullIf(time, NOT retracted), 'Europe/Helsinki'),
    min(time),
    sum(toUInt128(version))
FROM engagement.referrals FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'referral_flows')
GROUP BY programme, gathering
