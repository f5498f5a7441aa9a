SELECT month AS time, uplift, low, high
FROM published.theme_nights
WHERE month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
ORDER BY time
