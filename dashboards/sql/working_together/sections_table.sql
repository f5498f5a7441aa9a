SELECT month, section, sessions, participants, state
FROM published.dialogue_sections
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, section
LIMIT 500
