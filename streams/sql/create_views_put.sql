CREATE TABLE IF NOT EXISTS engagement.views_put
(
    texts String,
    state String,
    put DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(put)
ORDER BY tuple()
COMMENT 'As what views and functions were put last: a checksum of their texts, and one of what ClickHouse made of them'
