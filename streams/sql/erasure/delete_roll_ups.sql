-- Delete the rows of some gatherings' participation that newer ones have replaced.
ALTER TABLE engagement.participation
DELETE WHERE gathering_key IN {gatherings:Array(UInt128)}
AND version < arrayElement({bounds:Array(UInt128)}, indexOf({gatherings:Array(UInt128)}, gathering_key))
SETTINGS mutations_sync = 2
