SELECT sumOrNull(months.visits) AS visits
FROM published.months AS months
WHERE $__dateFilter(month) AND programme = 'youth-centre'
