SELECT sumOrNull(dialogues.sessions) AS sessions
FROM published.dialogues AS dialogues
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
