SELECT version, checksum FROM engagement.migrations FINAL ORDER BY version
