SELECT sumOrNull(months.visits) AS visits
FROM published.months AS months
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND programme = 'youth-centre'
HAVING count() > 0
