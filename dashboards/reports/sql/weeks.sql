SELECT week, programme, gatherings, suppressed, not_recorded, visits, usual, growth
FROM published.weeks
WHERE week >= {start:Date} AND week <= {end:Date} AND whole
ORDER BY week, programme
