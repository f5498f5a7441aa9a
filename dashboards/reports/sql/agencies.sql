SELECT month, programme, agency, gatherings, hours
FROM published.agency_presence
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY agency, programme, month
