-- What a release that ended before its edition was prepared has decided.
DELETE FROM releases.decisions
WHERE edition > {edition:UInt64}
SETTINGS lightweight_deletes_sync = 2
