SELECT month, programme, setting, people, state
FROM published.outreach_settings
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, setting, programme
LIMIT 500
