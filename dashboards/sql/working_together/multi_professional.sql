SELECT sumOrNull(dialogues.multi_professional) / nullIf(sumOrNull(dialogues.sessions), 0) AS share
FROM published.dialogues AS dialogues
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
