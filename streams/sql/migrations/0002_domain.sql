-- A check-in without companions keeps the hash that it had before there were any.
ALTER TABLE engagement.check_ins ADD COLUMN IF NOT EXISTS accompanied_by UInt16 AFTER method;

ALTER TABLE engagement.check_ins MODIFY COLUMN version UInt64 MATERIALIZED
    bitShiftLeft(toUInt64(revision), 33)
    + bitShiftLeft(toUInt64(retracted), 32)
    + bitAnd(sipHash64(time, direction, visitor, age_band, home_district, method) + accompanied_by, 0xFFFFFFFF);

ALTER TABLE engagement.participation ADD COLUMN IF NOT EXISTS accompanied UInt64 AFTER anonymous_visits;

ALTER TABLE engagement.participation ADD COLUMN IF NOT EXISTS family_visits UInt64 AFTER accompanied;

CREATE TABLE IF NOT EXISTS engagement.group_visits
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    people UInt32,
    kind LowCardinality(String),
    age_band LowCardinality(String),
    home_district LowCardinality(String),
    accompanied_by UInt32,
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, people, kind, age_band, home_district, accompanied_by), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: a group came together. Deleted 90 days after it happened';

CREATE TABLE IF NOT EXISTS engagement.period_counts
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    period LowCardinality(String),
    first_day Date,
    visits UInt32,
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, period, first_day, visits), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
COMMENT 'Facts: a sheet''s total for a day or a month. Kept for good; nothing personal in them';

CREATE TABLE IF NOT EXISTS engagement.outreach_contacts
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    setting LowCardinality(String),
    people UInt32,
    by_age_band Map(LowCardinality(String), UInt32),
    together_with Array(LowCardinality(String)),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, setting, people, mapSort(by_age_band), together_with), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: people were met outside the door. Deleted 90 days after it happened';

CREATE TABLE IF NOT EXISTS engagement.dialogues
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    section LowCardinality(String),
    participants UInt32,
    by_age_band Map(LowCardinality(String), UInt32),
    themes Array(LowCardinality(String)),
    agencies Array(LowCardinality(String)),
    follow_up Nullable(Bool),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(
            sipHash64(
                time, section, participants, mapSort(by_age_band), themes, agencies, ifNull(toUInt8(follow_up) + 1, 0)
            ),
            0xFFFFFFFF
        )
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: a dialogue was held. Deleted 90 days after it happened';

CREATE TABLE IF NOT EXISTS engagement.agency_presences
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    agency LowCardinality(String),
    staff Nullable(UInt32),
    minutes Nullable(UInt32),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, agency, ifNull(staff + 1, 0), ifNull(minutes + 1, 0)), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
COMMENT 'Facts: an agency took part. Kept for good; nothing personal in them';

CREATE TABLE IF NOT EXISTS engagement.referrals
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    from_agency LowCardinality(String),
    to_agency LowCardinality(String),
    people UInt32,
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, from_agency, to_agency, people), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: people were referred from one agency to another. Deleted 90 days after it happened';

CREATE TABLE IF NOT EXISTS engagement.pulses
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    question LowCardinality(String),
    moment LowCardinality(String),
    answer UInt8,
    age_band LowCardinality(String),
    home_district LowCardinality(String),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, question, moment, answer, age_band, home_district), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: somebody said how safe they feel or how much they trust. Deleted 90 days after it happened';

-- `concern_key` is the `event_key` of the concern that is meant: that of the row itself where it was raised.
CREATE TABLE IF NOT EXISTS engagement.concerns
(
    programme LowCardinality(String),
    gathering String,
    source LowCardinality(String),
    id String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt32,
    retracted Bool,
    time DateTime64(3, 'UTC'),
    recorded DateTime64(3, 'UTC'),
    appended DateTime64(3, 'UTC'),
    happening LowCardinality(String),
    category LowCardinality(String),
    district LowCardinality(String),
    place_kind LowCardinality(String),
    concern String,
    concern_source LowCardinality(String),
    concern_key UInt128 MATERIALIZED reinterpretAsUInt128(
        sipHash128(if(concern_source = '', source, concern_source), if(concern = '', id, concern))
    ),
    status LowCardinality(String),
    passed_to LowCardinality(String),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(
            sipHash64(
                time, happening, category, district, place_kind, concern, concern_source, status, passed_to
            ),
            0xFFFFFFFF
        )
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
COMMENT 'Facts: a concern was raised or went a step on. Kept for good; nothing personal in them';

CREATE TABLE IF NOT EXISTS engagement.group_participation
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    groups Nullable(UInt64),
    people Nullable(UInt64),
    accompanying Nullable(UInt64),
    by_kind Map(LowCardinality(String), UInt64),
    by_age_band Map(LowCardinality(String), UInt64),
    oldest_fact Nullable(DateTime64(3, 'UTC')),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: groups in each gathering, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.period_participation
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    visits Nullable(UInt64),
    days UInt64,
    months UInt64,
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: sheets'' totals of each gathering, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.outreach
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    contacts Nullable(UInt64),
    people Nullable(UInt64),
    by_setting Map(LowCardinality(String), UInt64),
    by_age_band Map(LowCardinality(String), UInt64),
    together_with Map(LowCardinality(String), UInt64),
    oldest_fact Nullable(DateTime64(3, 'UTC')),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: meetings outside the door, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.dialogue
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    sessions Nullable(UInt64),
    participants Nullable(UInt64),
    by_section Map(LowCardinality(String), UInt64),
    sessions_by_section Map(LowCardinality(String), UInt64),
    by_age_band Map(LowCardinality(String), UInt64),
    themes Map(LowCardinality(String), UInt64),
    agencies Map(LowCardinality(String), UInt64),
    multi_professional Nullable(UInt64),
    follow_ups Nullable(UInt64),
    follow_ups_known Nullable(UInt64),
    oldest_fact Nullable(DateTime64(3, 'UTC')),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: dialogues in each gathering, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.cooperation
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    agencies Array(LowCardinality(String)),
    staff Map(LowCardinality(String), UInt64),
    minutes Map(LowCardinality(String), UInt64),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: agencies that took part in each gathering, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.referral_flows
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    people Nullable(UInt64),
    flows Map(String, UInt64),
    oldest_fact Nullable(DateTime64(3, 'UTC')),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: referrals of each gathering, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.sentiment
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    answers Map(String, UInt64),
    answers_by_age_band Map(String, UInt64),
    oldest_fact Nullable(DateTime64(3, 'UTC')),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: answers about safety and trust of each gathering, recomputed from its facts. Kept for good';

CREATE TABLE IF NOT EXISTS engagement.concern_handling
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    raised Nullable(UInt64),
    by_category Map(LowCardinality(String), UInt64),
    by_district Map(LowCardinality(String), UInt64),
    by_status Map(LowCardinality(String), UInt64),
    passed_to Map(LowCardinality(String), UInt64),
    answered Nullable(UInt64),
    hours_to_answer Array(UInt32),
    by_category_answered Map(LowCardinality(String), UInt64),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: concerns of each gathering and what became of them, recomputed from its facts. Kept for good';

-- How many visits a gathering had, as well as that is known. The door counts who came in; the sheets' totals stand in for
-- the door where nobody was counted there; a head count that is higher saw people whom they missed.
CREATE VIEW IF NOT EXISTS engagement.estimates AS
SELECT
    programme,
    gathering,
    door,
    sheet,
    peak,
    multiIf(
        at_least IS NULL, peak,
        peak > at_least, peak,
        at_least
    ) AS estimate,
    multiIf(
        at_least IS NULL, if(peak IS NULL, '', 'head-count'),
        peak > at_least, 'head-count',
        door IS NULL, 'sheet',
        'door'
    ) AS provenance,
    toUInt8((door IS NOT NULL) + (sheet IS NOT NULL) + (peak IS NOT NULL)) AS modes,
    CAST(
        ifNull(10 * abs(toInt64(door) - toInt64(sheet)) > greatest(50, door, sheet), 0)
        OR ifNull(
            at_least IS NOT NULL
            AND 10 * (toInt64(peak) - toInt64(greatest(ifNull(door, 0), ifNull(sheet, 0)))) > greatest(50, peak),
            0
        ),
        'Bool'
    ) AS disagree
FROM
(
    SELECT
        known.programme AS programme,
        known.gathering AS gathering,
        if(
            participation.visits IS NULL AND group_participation.groups IS NULL,
            NULL,
            participation.entries + participation.accompanied
            + ifNull(group_participation.people, 0) + ifNull(group_participation.accompanying, 0)
        ) AS door,
        period_participation.visits AS sheet,
        participation.peak_head_count AS peak,
        coalesce(door, sheet) AS at_least
    FROM
    (
        SELECT programme, gathering, gathering_key FROM engagement.participation
        UNION DISTINCT
        SELECT programme, gathering, gathering_key FROM engagement.group_participation
        UNION DISTINCT
        SELECT programme, gathering, gathering_key FROM engagement.period_participation
    ) AS known
    LEFT JOIN
    (
        SELECT gathering_key, entries, visits, accompanied, peak_head_count FROM engagement.participation FINAL
    ) AS participation
        ON participation.gathering_key = known.gathering_key
    LEFT JOIN
    (
        SELECT gathering_key, groups, people, accompanying FROM engagement.group_participation FINAL
    ) AS group_participation
        ON group_participation.gathering_key = known.gathering_key
    LEFT JOIN (SELECT gathering_key, visits FROM engagement.period_participation FINAL) AS period_participation
        ON period_participation.gathering_key = known.gathering_key
);
