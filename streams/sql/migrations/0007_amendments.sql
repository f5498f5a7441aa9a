-- A revision may be an instant in milliseconds (schemas.amendments). Revisions that are counted keep the version that they
-- had. Instants come above all of them, in their order: then a retraction before a replacement, then a hash of the content.
ALTER TABLE engagement.gatherings MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.gatherings MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(
            time, happening, name_fi, name_sv, name_en, ifNull(toString(starts), ''),
            ifNull(toString(ends), ''), venue, venue_name_fi, venue_name_sv, venue_name_en,
            district, ifNull(toString(latitude), ''), ifNull(toString(longitude), ''),
            ifNull(capacity, 0), reason
        ),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.check_ins MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.check_ins MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, direction, visitor, age_band, home_district, method) + accompanied_by,
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.head_counts MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.head_counts MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, people, arraySort(mapKeys(by_age_band)), arraySort(mapValues(by_age_band))),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.group_visits MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.group_visits MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, people, kind, age_band, home_district, accompanied_by),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.period_counts MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.period_counts MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, period, first_day, visits),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.outreach_contacts MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.outreach_contacts MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, setting, people, mapSort(by_age_band), together_with),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.dialogues MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.dialogues MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(
            time, section, participants, mapSort(by_age_band), themes, agencies,
            ifNull(toUInt8(follow_up) + 1, 0)
        ),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.agency_presences MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.agency_presences MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, agency, ifNull(staff + 1, 0), ifNull(minutes + 1, 0)),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.referrals MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.referrals MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, from_agency, to_agency, people),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.pulses MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.pulses MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(time, question, moment, answer, age_band, home_district),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

ALTER TABLE engagement.concerns MODIFY COLUMN revision UInt64;

ALTER TABLE engagement.concerns MODIFY COLUMN version UInt64 MATERIALIZED
    if(
        revision < 0x40000000,
        bitShiftLeft(toUInt64(revision), 33) + bitShiftLeft(toUInt64(retracted), 32),
        bitShiftLeft(toUInt64(1), 63) + bitShiftLeft(toUInt64(revision), 21) + bitShiftLeft(toUInt64(retracted), 20)
    )
    + bitAnd(
        sipHash64(
            time, happening, category, district, place_kind, concern, concern_source, status,
            passed_to
        ),
        if(revision < 0x40000000, 0xFFFFFFFF, 0xFFFFF)
    );

-- `amends` is false of what an event was before it was amended. `content` is a hash of what is said.
CREATE TABLE IF NOT EXISTS engagement.amendments
(
    programme LowCardinality(String),
    source LowCardinality(String),
    id String,
    event_key UInt128 MATERIALIZED reinterpretAsUInt128(sipHash128(source, id)),
    revision UInt64,
    retracted Bool,
    amends Bool,
    content UInt64,
    fact_table LowCardinality(String),
    gathering String,
    appended DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (programme, event_key, revision, retracted, content, amends, fact_table, gathering)
TTL toDateTime(appended) + INTERVAL 90 DAY
COMMENT 'What was told of events that were amended, and where it stands. Deleted after 90 days; nothing personal in it';
