SELECT sumOrNull(referrals.people) AS people
FROM published.referrals AS referrals
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
HAVING count() > 0
