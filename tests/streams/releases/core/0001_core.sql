-- Facts: one row per revision of an event; FINAL keeps the highest. `gathering_key` and `event_key` are hashes of
-- programme and gathering, and of source and id: 128 bits, so that sorting, merging and looking up compare two numbers and
-- no text. `version` orders revisions: the revision itself, then a retraction before a replacement, then a hash of the
-- content, so that the winner never depends on the order of arrival.
-- What was not given is '', a visitor that was not given is 16 zero bytes.
CREATE TABLE IF NOT EXISTS engagement.gatherings
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
    name_fi String,
    name_sv String,
    name_en String,
    starts Nullable(DateTime64(3, 'UTC')),
    ends Nullable(DateTime64(3, 'UTC')),
    venue String,
    venue_name_fi String,
    venue_name_sv String,
    venue_name_en String,
    district LowCardinality(String),
    latitude Nullable(Float64),
    longitude Nullable(Float64),
    capacity Nullable(UInt32),
    reason LowCardinality(String),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(
            sipHash64(
                time, happening, name_fi, name_sv, name_en, ifNull(toString(starts), ''), ifNull(toString(ends), ''),
                venue, venue_name_fi, venue_name_sv, venue_name_en, district, ifNull(toString(latitude), ''),
                ifNull(toString(longitude), ''), ifNull(capacity, 0), reason
            ),
            0xFFFFFFFF
        )
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
COMMENT 'Facts: plans, openings, closings and cancellations. Kept for good; nothing personal in them';

CREATE TABLE IF NOT EXISTS engagement.check_ins
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
    direction Enum8('' = 0, 'entry' = 1, 'exit' = 2),
    visitor FixedString(16),
    age_band Enum8(
        '' = 0, '0-6' = 1, '7-12' = 2, '13-17' = 3, '18-29' = 4, '30-64' = 5, '65+' = 6
    ),
    home_district Enum8(
        '' = 0, 'vironniemi' = 1, 'ullanlinna' = 2, 'kampinmalmi' = 3, 'taka-töölö' = 4, 'lauttasaari' = 5,
        'reijola' = 6, 'munkkiniemi' = 7, 'haaga' = 8, 'pitäjänmäki' = 9, 'kaarela' = 10, 'kallio' = 11,
        'alppiharju' = 12, 'vallila' = 13, 'pasila' = 14, 'vanhakaupunki' = 15, 'maunula' = 16, 'länsi-pakila' = 17,
        'tuomarinkylä' = 18, 'oulunkylä' = 19, 'itä-pakila' = 20, 'latokartano' = 21, 'pukinmäki' = 22,
        'malmi' = 23, 'suutarila' = 24, 'puistola' = 25, 'jakomäki' = 26, 'kulosaari' = 27, 'herttoniemi' = 28,
        'laajasalo' = 29, 'vartiokylä' = 30, 'myllypuro' = 31, 'mellunkylä' = 32, 'vuosaari' = 33,
        'östersundom' = 34, 'outside-helsinki' = 35
    ),
    method LowCardinality(String),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, direction, visitor, age_band, home_district, method), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: one person came in or went out. Deleted 90 days after it happened';

CREATE TABLE IF NOT EXISTS engagement.head_counts
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
    by_age_band Map(LowCardinality(String), UInt32),
    version UInt64 MATERIALIZED
        bitShiftLeft(toUInt64(revision), 33)
        + bitShiftLeft(toUInt64(retracted), 32)
        + bitAnd(sipHash64(time, people, arraySort(mapKeys(by_age_band)), arraySort(mapValues(by_age_band))), 0xFFFFFFFF)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (gathering_key, event_key)
TTL toDateTime(time) + INTERVAL 90 DAY
COMMENT 'Facts: somebody counted how many are inside. Deleted 90 days after it happened';

-- The roll-up of a gathering, one row that is always written whole. `version` sums the versions of the facts it saw:
-- a later set of facts has a higher sum, so a slower worker cannot put an older row in its place.
CREATE TABLE IF NOT EXISTS engagement.participation
(
    programme LowCardinality(String),
    gathering String,
    gathering_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(programme, gathering)),
    status LowCardinality(String),
    day Nullable(Date),
    starts Nullable(DateTime64(3, 'UTC')),
    ends Nullable(DateTime64(3, 'UTC')),
    name_fi String,
    name_sv String,
    name_en String,
    venue String,
    district LowCardinality(String),
    capacity Nullable(UInt32),
    entries UInt64,
    exits UInt64,
    visits Nullable(UInt64),
    anonymous_visits UInt64,
    visitors Nullable(UInt64),
    visitors_state AggregateFunction(uniqExact, UInt128),
    by_age_band Map(LowCardinality(String), UInt64),
    by_home_district Map(LowCardinality(String), UInt64),
    first Nullable(DateTime64(3, 'UTC')),
    last Nullable(DateTime64(3, 'UTC')),
    inside Nullable(UInt64),
    peak_head_count Nullable(UInt64),
    curve Map(DateTime('UTC'), Tuple(entries UInt32, exits UInt32)),
    oldest_fact Nullable(DateTime64(3, 'UTC')),
    version UInt128,
    computed DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(version)
ORDER BY gathering_key
COMMENT 'Roll-up: participation in each gathering, recomputed from its facts. Kept for good';

-- What became of each consumed offset. Sets, not counters: to book an offset twice changes nothing.
CREATE TABLE IF NOT EXISTS engagement.books
(
    topic LowCardinality(String),
    partition UInt32,
    outcome LowCardinality(String),
    offsets AggregateFunction(groupBitmap, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (topic, partition, outcome)
COMMENT 'Which offsets of a partition ended in which outcome';

CREATE TABLE IF NOT EXISTS engagement.quarantine
(
    topic LowCardinality(String),
    partition UInt32,
    offset UInt64,
    appended DateTime64(3, 'UTC'),
    reason LowCardinality(String),
    detail String,
    key String,
    headers Array(Tuple(name String, value String)),
    value String,
    quarantined DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(quarantined)
ORDER BY (topic, partition, offset)
TTL toDateTime(appended) + INTERVAL 30 DAY
COMMENT 'Dead letters with their reason, origin and value. Deleted after 30 days';

CREATE TABLE IF NOT EXISTS engagement.districts
(
    district String,
    code UInt16,
    ocd_id String,
    name_fi String,
    name_sv String,
    major_district String,
    latitude Float64,
    longitude Float64,
    population UInt32,
    population_by_age_band Map(String, UInt32)
)
ENGINE = ReplacingMergeTree
ORDER BY district
COMMENT 'The 34 peruspiirit with their population at the end of 2010';

CREATE VIEW IF NOT EXISTS engagement.participation_curve AS
SELECT
    programme,
    gathering,
    point.1 AS quarter,
    point.2.entries AS entries,
    point.2.exits AS exits
FROM
(
    SELECT programme, gathering, arrayJoin(arrayZip(mapKeys(curve), mapValues(curve))) AS point
    FROM engagement.participation FINAL
);

CREATE VIEW IF NOT EXISTS engagement.participation_by_day AS
SELECT
    assumeNotNull(participation.day) AS day,
    programme,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
WHERE participation.day IS NOT NULL
GROUP BY day, programme;

CREATE VIEW IF NOT EXISTS engagement.participation_by_week AS
SELECT
    toMonday(assumeNotNull(participation.day)) AS week,
    programme,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
WHERE participation.day IS NOT NULL
GROUP BY week, programme;

CREATE VIEW IF NOT EXISTS engagement.participation_by_month AS
SELECT
    toStartOfMonth(assumeNotNull(participation.day)) AS month,
    programme,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
WHERE participation.day IS NOT NULL
GROUP BY month, programme;

CREATE VIEW IF NOT EXISTS engagement.participation_by_district AS
SELECT
    toStartOfMonth(assumeNotNull(participation.day)) AS month,
    participation.district AS district,
    programme,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
WHERE participation.day IS NOT NULL
GROUP BY month, district, programme;

CREATE VIEW IF NOT EXISTS engagement.participation_by_programme AS
SELECT
    programme,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
GROUP BY programme;

CREATE VIEW IF NOT EXISTS engagement.participation_of_city AS
SELECT
    assumeNotNull(participation.day) AS day,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
WHERE participation.day IS NOT NULL
GROUP BY day;
