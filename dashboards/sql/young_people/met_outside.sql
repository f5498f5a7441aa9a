SELECT sumOrNull(met.people) AS people
FROM published.outreach_settings AS met
WHERE $__dateFilter(month) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
