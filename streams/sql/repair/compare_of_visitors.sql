-- As compare.sql, of a roll-up that has a set of visitors: two sets are the same if neither grows when they are joined.
SELECT
    countIf(kind = 'equal'),
    countIf(kind = 'different'),
    countIf(kind = 'missing'),
    countIf(kind = 'meanwhile'),
    groupArrayIf(5)((programme, gathering), kind IN ('different', 'missing'))
FROM
(
    SELECT
        plan.programme AS programme,
        plan.gathering AS gathering,
        old.content = new.content
            AND arrayReduce('uniqExactMerge', [old.visitors_set, new.visitors_set]) = finalizeAggregation(new.visitors_set)
            AND finalizeAggregation(old.visitors_set) = finalizeAggregation(new.visitors_set) AS same,
        multiIf(
            new.version != plan.seen OR old.version != plan.version, 'meanwhile',
            empty(old.content), 'missing',
            same, 'equal',
            'different'
        ) AS kind
    FROM (SELECT * FROM {scratch:Identifier}.plan WHERE fate = 'rebuilt') AS plan
    LEFT JOIN
    (
        SELECT
            gathering_key,
            version,
            visitors_state AS visitors_set,
            formatRowNoNewline('TSV', * EXCEPT ('^(computed|visitors_state)$')) AS content
        FROM {scratch:Identifier}.{roll_up:Identifier} FINAL
    ) AS new
        ON new.gathering_key = plan.gathering_key
    LEFT JOIN
    (
        SELECT
            gathering_key,
            version,
            visitors_state AS visitors_set,
            formatRowNoNewline('TSV', * EXCEPT ('^(computed|visitors_state)$')) AS content
        FROM engagement.{roll_up:Identifier} FINAL
    ) AS old
        ON old.gathering_key = plan.gathering_key
)
