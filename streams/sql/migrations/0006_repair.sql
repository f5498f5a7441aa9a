-- What was done about a dead letter; of one the latest row holds. A dead letter without a row is open.
CREATE TABLE IF NOT EXISTS engagement.dead_letter_states
(
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    state LowCardinality(String),
    at DateTime64(3, 'UTC'),
    who LowCardinality(String),
    why String,
    to_topic LowCardinality(String),
    to_partition UInt32,
    to_offset UInt64
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (topic, partition, offset)
COMMENT 'Which dead letters were replayed or discarded, when and by whom. Kept for good; nothing of visitors in it';

CREATE VIEW IF NOT EXISTS engagement.dead_letters AS
SELECT
    letters.topic AS topic,
    letters.partition AS partition,
    letters.offset AS offset,
    letters.appended AS appended,
    letters.reason AS reason,
    letters.detail AS detail,
    letters.key AS key,
    letters.headers AS headers,
    letters.value AS value,
    if(
        JSONExtractString(letters.value, 'source') != '',
        JSONExtractString(letters.value, 'source'),
        arrayFirst(header -> header.1 = 'ce_source', letters.headers).2
    ) AS source,
    if(states.state = '', 'open', toString(states.state)) AS state,
    states.at AS at,
    states.who AS who,
    states.why AS why,
    states.to_topic AS to_topic,
    states.to_partition AS to_partition,
    states.to_offset AS to_offset
FROM engagement.quarantine AS letters FINAL
LEFT JOIN (SELECT * FROM engagement.dead_letter_states FINAL) AS states USING (topic, partition, offset);

ALTER TABLE engagement.acts
MODIFY COMMENT 'What was done to the data by hand: erasures, repairs. Kept for good; nothing of visitors in it';
