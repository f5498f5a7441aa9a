-- For which roll-ups a batch has facts of which gatherings; the connection's own.
CREATE TEMPORARY TABLE IF NOT EXISTS touched
(
    roll_up LowCardinality(String),
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering))
)
