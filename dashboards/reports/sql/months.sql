SELECT month, programme, gatherings, not_recorded, completeness, visits, state, family_visits, families_state, final, running, edition
FROM published.months
WHERE month >= {start:Date} AND toLastDayOfMonth(month) <= {end:Date}
ORDER BY month, programme
