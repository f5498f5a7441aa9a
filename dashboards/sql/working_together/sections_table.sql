SELECT month, section, sessions, participants, state
FROM published.dialogue_sections
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, section
LIMIT 500
