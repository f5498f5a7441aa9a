SELECT month, programme, visitors, new_visitors, returning_visitors, state, parts_state
FROM published.visitors
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme
