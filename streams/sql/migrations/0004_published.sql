CREATE TABLE IF NOT EXISTS engagement.programmes
(
    programme LowCardinality(String),
    threshold UInt8,
    rounding UInt8
)
ENGINE = ReplacingMergeTree
ORDER BY programme
COMMENT 'From how many people on a number of a programme is published, and to what it is rounded';

CREATE DATABASE IF NOT EXISTS published COMMENT 'What people may see: views that suppress small counts';
