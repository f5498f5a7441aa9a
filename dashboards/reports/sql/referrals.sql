SELECT quarter, programme, from_agency, to_agency, people, state
FROM published.referrals
WHERE quarter BETWEEN {start:Date} AND {end:Date}
ORDER BY quarter, programme, from_agency, to_agency
