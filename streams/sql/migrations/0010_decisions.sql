-- What a release decided of each number of visits: whether it is shown. A decision is taken once and stays.
CREATE TABLE IF NOT EXISTS releases.decisions
(
    edition UInt64,
    programme LowCardinality(String),
    month Date,
    level LowCardinality(String),
    name String,
    piece String,
    shown Bool
)
ENGINE = MergeTree
ORDER BY (level, programme, month, name, piece)
COMMENT 'Which visits of gatherings, districts and months are shown; decided once, when they are first released';
