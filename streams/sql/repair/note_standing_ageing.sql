INSERT INTO {scratch:Identifier}.standing
SELECT programme, gathering, gathering_key, version, oldest_fact FROM engagement.{roll_up:Identifier} FINAL
