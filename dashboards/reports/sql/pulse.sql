SELECT month, programme, question, moment, area, answers, share_positive, share_low, share_high, mean, state
FROM published.pulse
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme, question, moment DESC, area
