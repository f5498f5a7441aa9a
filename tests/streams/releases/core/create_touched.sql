-- The gatherings that a batch has facts of; the connection's own.
CREATE TEMPORARY TABLE IF NOT EXISTS touched
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering))
)
