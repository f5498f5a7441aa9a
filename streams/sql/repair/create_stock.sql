-- What facts there are of each gathering, a row a table of facts: how many, and the sum of their versions.
CREATE TABLE {scratch:Identifier}.stock
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128,
    facts UInt64,
    seen UInt128,
    oldest Nullable(DateTime64(3, 'UTC'))
)
ENGINE = MergeTree
ORDER BY gathering_key
