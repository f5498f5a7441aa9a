SELECT max(edition) AS edition
FROM published.gatherings
