SELECT kind, period, programme, stage, edition, made, rules
FROM published.releases
WHERE
    (kind = 'month' AND period >= {start:Date} AND toLastDayOfMonth(period) <= {end:Date})
    OR (kind = 'quarter' AND period BETWEEN {start:Date} AND {end:Date})
ORDER BY kind, period, programme, edition
