SELECT sumOrNull(dialogues.sessions) AS sessions
FROM published.dialogues AS dialogues
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
