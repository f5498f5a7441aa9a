-- The months that may not be revised stay as they were frozen before.
DELETE FROM releases.frozen_gatherings
WHERE edition = {edition:UInt64} AND has({units:Array(Tuple(Date, String))}, (month, toString(programme)))
SETTINGS lightweight_deletes_sync = 2
