-- Of the set of visitors their number is in the row too.
CREATE TABLE {scratch:Identifier}.{snapshot:Identifier} ENGINE = Memory AS
SELECT * EXCEPT ('^(computed|visitors_state)$') FROM {scratch:Identifier}.{name:Identifier} FINAL
