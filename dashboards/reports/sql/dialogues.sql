SELECT month, programme, sessions, multi_professional, follow_ups, follow_ups_known, themes
FROM published.dialogues
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme
