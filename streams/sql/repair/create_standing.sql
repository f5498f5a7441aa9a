-- The roll-up's rows as they stand when the rebuilding begins.
CREATE TABLE {scratch:Identifier}.standing
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128,
    version UInt128,
    oldest Nullable(DateTime64(3, 'UTC'))
)
ENGINE = MergeTree
ORDER BY gathering_key
