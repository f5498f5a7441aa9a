-- What a release that ended before its edition was prepared has frozen.
DELETE FROM releases.frozen_gatherings
WHERE edition > {edition:UInt64}
SETTINGS lightweight_deletes_sync = 2
