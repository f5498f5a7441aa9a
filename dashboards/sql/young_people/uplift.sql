SELECT uplift AS more
FROM published.theme_nights
WHERE month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
ORDER BY month DESC
LIMIT 1
