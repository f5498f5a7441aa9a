-- Gatherings that people come to these days and whose first fact is older than `before`: their numbers become final soon.
SELECT gathering, oldest_fact
FROM engagement.participation FINAL
WHERE oldest_fact < {before:DateTime64(3, 'UTC')}
AND oldest_fact >= {final:DateTime64(3, 'UTC')}
AND last > now() - INTERVAL 7 DAY
ORDER BY gathering
