SELECT sumOrNull(dialogues.follow_ups) / nullIf(sumOrNull(dialogues.follow_ups_known), 0) AS share
FROM published.dialogues AS dialogues
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
