ALTER TABLE engagement.quarantine
DELETE WHERE (topic, partition, offset) IN {places:Array(Tuple(String, UInt32, UInt64))}
SETTINGS mutations_sync = 2
