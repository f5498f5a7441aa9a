-- Of the last week, the events of their own day that were refused because a roll-up of their gathering is final: by roll-up
-- and gathering, how many there are and of when the first fact is.
SELECT
    names[1] AS roll_up,
    names[2] AS gathering,
    count() AS refused,
    max(names[3]) AS first_fact
FROM
(
    SELECT
        appended,
        extractGroups(detail, '^(\\w+) of gathering (.+) is final: its first fact is of (.+)$') AS names,
        parseDateTime64BestEffortOrNull(
            if(
                JSONExtractString(value, 'time') != '',
                JSONExtractString(value, 'time'),
                arrayFirst(header -> header.1 = 'ce_time', headers).2
            ),
            3,
            'UTC'
        ) AS happened
    FROM engagement.quarantine FINAL
    WHERE reason = 'too-late' AND appended > now() - INTERVAL 7 DAY
)
WHERE notEmpty(names) AND happened > appended - INTERVAL 7 DAY
GROUP BY roll_up, gathering
ORDER BY roll_up, gathering
