SELECT month, programme, visitors, state, new_visitors, returning_visitors, parts_state
FROM published.visitors
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme
LIMIT 500
