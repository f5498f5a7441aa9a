SELECT month, programme, section, sessions, participants, state
FROM published.dialogue_sections
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY section, month
