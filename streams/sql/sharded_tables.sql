-- Which tables are split over a cluster's shards.
SELECT name FROM system.tables WHERE database = 'engagement' AND engine = 'Distributed' ORDER BY name
