SELECT month, programme, visits_with_home, coverage, evenness, dissimilarity
FROM published.mixing
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme
