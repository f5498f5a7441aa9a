SELECT quarter, programme, from_agency, to_agency, people, state
FROM published.referrals
WHERE
    quarter BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
ORDER BY quarter DESC, people DESC NULLS LAST, programme, from_agency, to_agency
LIMIT 500
