INSERT INTO {scratch:Identifier}.stock
SELECT programme, gathering, gathering_key, count(), sum(toUInt128(version)), if({ages:Bool}, minOrNull(time), NULL)
FROM engagement.{table:Identifier} FINAL
GROUP BY programme, gathering, gathering_key
