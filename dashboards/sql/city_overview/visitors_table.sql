SELECT month, programme, visitors, state, new_visitors, returning_visitors, parts_state
FROM published.visitors
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme
LIMIT 500
