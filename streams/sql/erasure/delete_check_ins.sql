-- Delete the rows of some check-ins that are below a bound each. ClickHouse keeps the text of such a statement: it names
-- facts by their hashes and versions, never the visitor.
ALTER TABLE engagement.check_ins
DELETE WHERE gathering_key IN {gatherings:Array(UInt128)}
AND version < arrayElement(
    {bounds:Array(UInt64)},
    indexOf({facts:Array(Tuple(UInt128, UInt128))}, (gathering_key, event_key))
)
SETTINGS mutations_sync = 2
