SELECT month AS time, section, sum(sections.sessions) AS sessions
FROM published.dialogue_sections AS sections
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY time, section
ORDER BY time, section
