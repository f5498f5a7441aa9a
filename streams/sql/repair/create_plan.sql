-- What is done with each gathering's row: `frozen`, since facts may be deleted already; `left`, since it was not asked for;
-- `fewer`, since it was made of more facts than there are; `gone`, since there are none and that is accepted; else `rebuilt`.
CREATE TABLE {scratch:Identifier}.plan ENGINE = MergeTree ORDER BY gathering_key AS
SELECT
    programme,
    gathering,
    gathering_key,
    sum(known.facts) AS facts,
    sum(known.seen) AS seen,
    max(known.version) AS version,
    multiIf(
        ifNull(min(known.oldest) < {cutoff:DateTime64(3, 'UTC')}, false), 'frozen',
        (SELECT count() FROM {scratch:Identifier}.asked) > 0 AND gathering NOT IN (SELECT gathering FROM {scratch:Identifier}.asked), 'left',
        seen < version AND NOT {accepts_fewer:Bool}, 'fewer',
        facts = 0, 'gone',
        'rebuilt'
    ) AS fate
FROM
(
    SELECT programme, gathering, gathering_key, facts, seen, oldest, toUInt128(0) AS version FROM {scratch:Identifier}.stock
    UNION ALL
    SELECT programme, gathering, gathering_key, 0, 0, oldest, version FROM {scratch:Identifier}.standing
) AS known
GROUP BY programme, gathering, gathering_key
