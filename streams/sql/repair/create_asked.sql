-- The gatherings that were asked for, in their order; none means all.
CREATE TABLE {scratch:Identifier}.asked (place UInt32, gathering String) ENGINE = MergeTree ORDER BY place
