-- A row for each batch that a worker stored. A worker stores one batch after another, so its name and the instant are the
-- row's key: a row whose insert was tried again is there once. A batch that was read again after a kill has a row each time:
-- this is a diary of work; what became of each message is in `books`.
CREATE TABLE IF NOT EXISTS engagement.batches
(
    worker LowCardinality(String),
    booked DateTime64(3, 'UTC'),
    messages UInt32,
    dead_letters UInt32,
    oldest DateTime64(3, 'UTC'),
    newest DateTime64(3, 'UTC'),
    seconds Float32,
    lag UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (booked, worker)
TTL toDateTime(booked) + INTERVAL 90 DAY
COMMENT 'Each stored batch: when, by whom, how many, how long it took. Deleted after 90 days; nothing personal in it'
