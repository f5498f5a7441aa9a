-- How many rebuilt rows are equal to what stands, different, missing there, or changed by a worker meanwhile; and examples.
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
        old.content = new.content AS same,
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
            formatRowNoNewline('TSV', * EXCEPT ('^(computed|visitors_state)$')) AS content
        FROM {scratch:Identifier}.{roll_up:Identifier} FINAL
    ) AS new
        ON new.gathering_key = plan.gathering_key
    LEFT JOIN
    (
        SELECT
            gathering_key,
            version,
            formatRowNoNewline('TSV', * EXCEPT ('^(computed|visitors_state)$')) AS content
        FROM engagement.{roll_up:Identifier} FINAL
    ) AS old
        ON old.gathering_key = plan.gathering_key
)
