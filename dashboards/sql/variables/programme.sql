SELECT DISTINCT programme, {text} AS name
FROM published.days
WHERE day BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
ORDER BY name
