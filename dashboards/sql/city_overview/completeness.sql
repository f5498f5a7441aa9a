SELECT 1 - sum(not_recorded) / nullIf(sum(gatherings), 0) AS completeness
FROM published.months
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
