-- Of the last hour's batches after which nothing waited: how many there are, and the least time in seconds from a message's
-- append, by Kafka's clock, to its store, by the worker's.
SELECT count(), minOrDefault(dateDiff('millisecond', newest, booked)) / 1000
FROM engagement.batches
WHERE booked > now() - INTERVAL 1 HOUR AND lag = 0
