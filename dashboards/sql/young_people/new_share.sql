SELECT sumOrNull(new_visitors) / nullIf(sumOrNull(new_visitors + returning_visitors), 0) AS share
FROM published.visitors
WHERE $__dateFilter(month) AND programme = 'youth-centre' AND parts_state = 'counted'
