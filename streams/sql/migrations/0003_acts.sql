CREATE TABLE IF NOT EXISTS engagement.acts
(
    at DateTime64(3, 'UTC'),
    act LowCardinality(String),
    programme LowCardinality(String),
    details Map(String, String)
)
ENGINE = MergeTree
ORDER BY at
COMMENT 'What was done to the data by hand: erasures. Kept for good; nothing personal in it';
