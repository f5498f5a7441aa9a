ALTER TABLE releases.gatherings
DELETE WHERE edition < {edition:UInt64}
    AND (programme, gathering) IN (SELECT programme, gathering FROM releases.gatherings WHERE edition = {edition:UInt64})
SETTINGS mutations_sync = 2
