SELECT month AS time, section, sum(sections.sessions) AS sessions
FROM published.dialogue_sections AS sections
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY time, section
ORDER BY time, section
