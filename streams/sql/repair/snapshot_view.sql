CREATE TABLE {scratch:Identifier}.{snapshot:Identifier} ENGINE = Memory AS
SELECT * FROM {scratch:Identifier}.{name:Identifier}
