SELECT theme, sum(themes[theme]) AS sessions
FROM
(
    SELECT themes, arrayJoin(mapKeys(themes)) AS theme
    FROM published.dialogues
    WHERE
        month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
        AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
)
GROUP BY theme
ORDER BY sessions DESC, theme
LIMIT 20
