SELECT month, programme, gatherings, not_recorded, completeness, visits, state, family_visits, families_state, final
FROM published.months
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY month DESC, programme
LIMIT 500
