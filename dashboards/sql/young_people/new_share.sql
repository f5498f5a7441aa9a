SELECT sumOrNull(new_visitors) / nullIf(sumOrNull(new_visitors + returning_visitors), 0) AS share
FROM published.visitors
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND programme = 'youth-centre'
HAVING count() > 0
