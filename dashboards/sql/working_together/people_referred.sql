SELECT sumOrNull(referrals.people) AS people
FROM published.referrals AS referrals
WHERE $__dateFilter(quarter) AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
