-- The gatherings of which any row of participation, replaced or not, holds the visitor: a set that does not grow when the
-- visitor is added held it before. `in_force`: the row that counts does. `replaced`: how many others do.
SELECT
    gathering,
    gathering_key,
    max(version) AS newest,
    argMax(holds, version) AS in_force,
    arrayCount(held -> held < newest, groupArrayIf(version, holds)) AS replaced,
    ifNull(argMax(oldest_fact, version) < {cutoff:DateTime64(3, 'UTC')}, false) AS final
FROM
(
    SELECT
        gathering,
        gathering_key,
        version,
        oldest_fact,
        finalizeAggregation(visitors_state) = arrayReduce(
            'uniqExactMerge',
            [
                visitors_state,
                arrayReduce('uniqExactState', [reinterpretAsUInt128(toFixedString(unhex({visitor:String}), 16))])
            ]
        ) AS holds
    FROM engagement.participation
    WHERE programme = {programme:String}
)
GROUP BY gathering, gathering_key
HAVING max(holds)
SETTINGS log_queries = 0
