SELECT sumOrNull(dialogues.multi_professional) / nullIf(sumOrNull(dialogues.sessions), 0) AS share
FROM published.dialogues AS dialogues
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
