INSERT INTO {scratch:Identifier}.standing
SELECT programme, gathering, gathering_key, version, NULL FROM engagement.{roll_up:Identifier} FINAL
