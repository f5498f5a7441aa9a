-- Recompute the answers of the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.sentiment
(
    programme, gathering, answers, answers_by_age_band, day, oldest_fact, version
)
SELECT
    programme,
    gathering,
    sumMapIf(map(concat(question, '/', moment, '/', toString(answer)), toUInt64(1)), NOT retracted),
    sumMapIf(map(concat(question, '/', moment, '/', age_band, '/', toString(answer)), toUInt64(1)), age_band != ''),
    toDate(minOrNullIf(time, NOT retracted), 'Europe/Helsinki'),
    min(time),
    sum(toUInt128(version))
FROM engagement.pulses FINAL
WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'sentiment')
GROUP BY programme, gathering
