-- The rows that stay as they are.
INSERT INTO {scratch:Identifier}.{roll_up:Identifier}
SELECT * FROM engagement.{roll_up:Identifier} FINAL
WHERE gathering_key IN (SELECT gathering_key FROM {scratch:Identifier}.plan WHERE fate IN ('frozen', 'left', 'fewer'))
