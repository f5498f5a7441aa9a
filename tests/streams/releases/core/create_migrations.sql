CREATE TABLE IF NOT EXISTS engagement.migrations
(
    version UInt32,
    name String,
    checksum String,
    applied DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(applied)
ORDER BY version
COMMENT 'Which migrations are applied'
