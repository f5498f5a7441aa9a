SELECT month, programme, setting, people, state
FROM published.outreach_settings
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY setting, programme, month
