-- Published numbers are rows that `engage release` stores, and no views that reach into this database any more. The database
-- `releases` is where the next edition is made before it takes the place of the last one, and what a release has to keep.
CREATE DATABASE IF NOT EXISTS candidates COMMENT 'What a release may publish: views that suppress small counts';

CREATE DATABASE IF NOT EXISTS releases COMMENT 'The next edition while it is made, and what a release has to keep';

CREATE TABLE IF NOT EXISTS releases.frozen_gatherings
(
    edition UInt64,
    programme LowCardinality(String),
    gathering String,
    piece String,
    grain UInt8,
    place String,
    day Date,
    month Date,
    district String,
    status String,
    expected Bool,
    visits Nullable(UInt64),
    provenance String,
    disagree Bool,
    by_age_band Array(Int64),
    by_home_district Map(String, UInt64),
    families Int64
)
ENGINE = MergeTree
ORDER BY (programme, gathering, piece, edition)
COMMENT 'What was counted of each gathering, of a sheet of each total, when its numbers were last published; the newest edition holds';

CREATE TABLE IF NOT EXISTS releases.editions
(
    edition UInt64,
    state LowCardinality(String),
    made DateTime64(3, 'UTC'),
    until Date,
    rules String,
    gatherings UInt64
)
ENGINE = MergeTree
ORDER BY (edition, made)
COMMENT 'Editions: prepared, then published. One that is prepared and not published is published by the next release';

CREATE TABLE IF NOT EXISTS releases.claims
(
    owner String,
    state LowCardinality(String),
    at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY at
TTL toDateTime(at) + INTERVAL 1 DAY
COMMENT 'Who makes a release at the moment, so that two at once do no harm';

CREATE TABLE IF NOT EXISTS published.releases
(
    kind LowCardinality(String),
    period Date,
    programme LowCardinality(String),
    stage LowCardinality(String),
    edition UInt64,
    made Date,
    rules String
)
ENGINE = MergeTree
ORDER BY (kind, period, programme, stage)
COMMENT 'Which edition of which period was made when, and by which rules';

DROP TABLE IF EXISTS published.pipeline_minutes;

DROP TABLE IF EXISTS published.months;

CREATE TABLE IF NOT EXISTS published.months
(
    month Date,
    programme LowCardinality(String),
    gatherings UInt64,
    not_recorded UInt64,
    completeness Nullable(Float64),
    final UInt8,
    visits Nullable(UInt64),
    state String,
    family_visits Nullable(UInt64),
    families_state String,
    running UInt8,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme);

DROP TABLE IF EXISTS published.visitors;

CREATE TABLE IF NOT EXISTS published.visitors
(
    month Date,
    programme LowCardinality(String),
    season String,
    visitors Nullable(UInt64),
    new_visitors Nullable(UInt64),
    returning_visitors Nullable(UInt64),
    state String,
    parts_state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme);

DROP TABLE IF EXISTS published.districts;

CREATE TABLE IF NOT EXISTS published.districts
(
    month Date,
    programme LowCardinality(String),
    district String,
    name_fi String,
    name_sv String,
    latitude Nullable(Float64),
    longitude Nullable(Float64),
    gatherings UInt64,
    not_recorded UInt64,
    visits Nullable(UInt64),
    state String,
    running UInt8,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, district);

DROP TABLE IF EXISTS published.gatherings;

CREATE TABLE IF NOT EXISTS published.gatherings
(
    programme LowCardinality(String),
    gathering String,
    day Date,
    district String,
    status String,
    starts Nullable(DateTime64(3, 'UTC')),
    ends Nullable(DateTime64(3, 'UTC')),
    name_fi String,
    name_sv String,
    name_en String,
    venue String,
    capacity Nullable(UInt32),
    visits Nullable(UInt64),
    state String,
    provenance String,
    disagree Bool,
    counts Array(Tuple(day Date, grain UInt8, piece String, month Date, expected Bool, visits Nullable(UInt64), state String)),
    final UInt8,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (day, programme, gathering);

DROP TABLE IF EXISTS published.days;

CREATE TABLE IF NOT EXISTS published.days
(
    day Date,
    programme LowCardinality(String),
    gatherings UInt64,
    suppressed UInt64,
    not_recorded UInt64,
    visits Nullable(UInt64)
)
ENGINE = MergeTree
ORDER BY (day, programme);

DROP TABLE IF EXISTS published.weeks;

CREATE TABLE IF NOT EXISTS published.weeks
(
    week Date,
    programme LowCardinality(String),
    gatherings UInt64,
    suppressed UInt64,
    not_recorded UInt64,
    visits Nullable(UInt64),
    usual Nullable(Float64),
    growth Nullable(Float64),
    whole UInt8
)
ENGINE = MergeTree
ORDER BY (week, programme);

DROP TABLE IF EXISTS published.age_bands;

CREATE TABLE IF NOT EXISTS published.age_bands
(
    month Date,
    programme LowCardinality(String),
    area String,
    age_band String,
    visits Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, area, age_band);

DROP TABLE IF EXISTS published.reach;

CREATE TABLE IF NOT EXISTS published.reach
(
    month Date,
    programme LowCardinality(String),
    age_band String,
    visits Nullable(UInt64),
    per_1000_residents Nullable(Float64),
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, age_band);

DROP TABLE IF EXISTS published.home_districts;

CREATE TABLE IF NOT EXISTS published.home_districts
(
    month Date,
    programme LowCardinality(String),
    home_district String,
    name_fi String,
    name_sv String,
    visits Nullable(UInt64),
    per_1000_residents Nullable(Float64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, home_district);

DROP TABLE IF EXISTS published.mixing;

CREATE TABLE IF NOT EXISTS published.mixing
(
    month Date,
    programme LowCardinality(String),
    visits_with_home UInt64,
    coverage Nullable(Float64),
    evenness Float64,
    dissimilarity Nullable(Float64),
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme);

DROP TABLE IF EXISTS published.theme_nights;

CREATE TABLE IF NOT EXISTS published.theme_nights
(
    month Date,
    theme_nights UInt64,
    ordinary_nights UInt64,
    uplift Float64,
    low Nullable(Float64),
    high Nullable(Float64)
)
ENGINE = MergeTree
ORDER BY month;

DROP TABLE IF EXISTS published.arrivals;

CREATE TABLE IF NOT EXISTS published.arrivals
(
    programme LowCardinality(String),
    gathering String,
    hour DateTime('UTC'),
    entries Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (programme, gathering, hour);

DROP TABLE IF EXISTS published.inside;

CREATE TABLE IF NOT EXISTS published.inside
(
    programme LowCardinality(String),
    gathering String,
    name_fi String,
    name_sv String,
    name_en String,
    district LowCardinality(String),
    starts Nullable(DateTime64(3, 'UTC')),
    capacity Nullable(UInt32),
    about Nullable(UInt64),
    state String
)
ENGINE = MergeTree
ORDER BY (programme, gathering);

DROP TABLE IF EXISTS published.outreach_settings;

CREATE TABLE IF NOT EXISTS published.outreach_settings
(
    month Date,
    programme LowCardinality(String),
    setting String,
    people Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, setting);

DROP TABLE IF EXISTS published.outreach_age_bands;

CREATE TABLE IF NOT EXISTS published.outreach_age_bands
(
    month Date,
    programme LowCardinality(String),
    age_band String,
    people Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, age_band);

DROP TABLE IF EXISTS published.dialogue_sections;

CREATE TABLE IF NOT EXISTS published.dialogue_sections
(
    month Date,
    programme LowCardinality(String),
    section String,
    sessions UInt64,
    participants Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, section);

DROP TABLE IF EXISTS published.dialogues;

CREATE TABLE IF NOT EXISTS published.dialogues
(
    month Date,
    programme LowCardinality(String),
    sessions Nullable(UInt64),
    multi_professional Nullable(UInt64),
    follow_ups Nullable(UInt64),
    follow_ups_known Nullable(UInt64),
    themes Map(String, UInt64),
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme);

DROP TABLE IF EXISTS published.cooperation;

CREATE TABLE IF NOT EXISTS published.cooperation
(
    month Date,
    programme LowCardinality(String),
    agency LowCardinality(String),
    other LowCardinality(String),
    gatherings UInt64,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, agency, other);

DROP TABLE IF EXISTS published.agency_presence;

CREATE TABLE IF NOT EXISTS published.agency_presence
(
    month Date,
    programme LowCardinality(String),
    agency LowCardinality(String),
    gatherings UInt64,
    hours Nullable(Float64),
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, agency);

DROP TABLE IF EXISTS published.referrals;

CREATE TABLE IF NOT EXISTS published.referrals
(
    quarter Date,
    programme LowCardinality(String),
    from_agency String,
    to_agency String,
    people Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (quarter, programme, from_agency, to_agency);

DROP TABLE IF EXISTS published.pulse;

CREATE TABLE IF NOT EXISTS published.pulse
(
    month Date,
    programme LowCardinality(String),
    question String,
    moment String,
    area String,
    answers Nullable(UInt64),
    mean Nullable(Float64),
    share_positive Nullable(Float64),
    share_low Nullable(Float64),
    share_high Nullable(Float64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, question, moment, area);

DROP TABLE IF EXISTS published.pulse_age_bands;

CREATE TABLE IF NOT EXISTS published.pulse_age_bands
(
    month Date,
    programme LowCardinality(String),
    question String,
    moment String,
    age_band String,
    answers Nullable(UInt64),
    mean Nullable(Float64),
    share_positive Nullable(Float64),
    share_low Nullable(Float64),
    share_high Nullable(Float64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, question, moment, age_band);

DROP TABLE IF EXISTS published.pulse_change;

CREATE TABLE IF NOT EXISTS published.pulse_change
(
    month Date,
    programme LowCardinality(String),
    question String,
    answers_before Nullable(UInt64),
    answers_after Nullable(UInt64),
    mean_before Nullable(Float64),
    mean_after Nullable(Float64),
    change Nullable(Float64),
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (month, programme, question);

DROP TABLE IF EXISTS published.concerns;

CREATE TABLE IF NOT EXISTS published.concerns
(
    quarter Date,
    programme LowCardinality(String),
    concerns Nullable(UInt64),
    state String,
    median_hours_to_answer Nullable(Float64),
    answers_state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (quarter, programme);

DROP TABLE IF EXISTS published.concerns_by_category;

CREATE TABLE IF NOT EXISTS published.concerns_by_category
(
    quarter Date,
    programme LowCardinality(String),
    category String,
    concerns Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (quarter, programme, category);

DROP TABLE IF EXISTS published.concerns_by_district;

CREATE TABLE IF NOT EXISTS published.concerns_by_district
(
    quarter Date,
    programme LowCardinality(String),
    district String,
    concerns Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (quarter, programme, district);

DROP TABLE IF EXISTS published.concerns_by_status;

CREATE TABLE IF NOT EXISTS published.concerns_by_status
(
    quarter Date,
    programme LowCardinality(String),
    status String,
    concerns Nullable(UInt64),
    state String,
    edition UInt64
)
ENGINE = MergeTree
ORDER BY (quarter, programme, status);

DROP TABLE IF EXISTS published.pipeline_hours;

CREATE TABLE IF NOT EXISTS published.pipeline_hours
(
    hour DateTime('UTC'),
    messages UInt64,
    p50_seconds Float64,
    p99_seconds Float64,
    lag UInt64
)
ENGINE = MergeTree
ORDER BY hour;

DROP TABLE IF EXISTS published.pipeline_workers;

CREATE TABLE IF NOT EXISTS published.pipeline_workers
(
    worker LowCardinality(String),
    first_stored DateTime('UTC'),
    last_stored DateTime('UTC'),
    messages UInt64,
    slowest_batch_seconds Float32,
    lag UInt64
)
ENGINE = MergeTree
ORDER BY worker;

DROP TABLE IF EXISTS published.pipeline_dead_letters;

CREATE TABLE IF NOT EXISTS published.pipeline_dead_letters
(
    hour DateTime('UTC'),
    reason LowCardinality(String),
    dead_letters UInt64
)
ENGINE = MergeTree
ORDER BY (hour, reason);

DROP TABLE IF EXISTS published.pipeline_books;

CREATE TABLE IF NOT EXISTS published.pipeline_books
(
    topic LowCardinality(String),
    consumed UInt64,
    accepted UInt64,
    dead_letters Int64,
    missing Int64,
    doubled Int64,
    balanced UInt8
)
ENGINE = MergeTree
ORDER BY topic;

CREATE TABLE IF NOT EXISTS releases.releases AS published.releases;

CREATE TABLE IF NOT EXISTS releases.months AS published.months;

CREATE TABLE IF NOT EXISTS releases.visitors AS published.visitors;

CREATE TABLE IF NOT EXISTS releases.districts AS published.districts;

CREATE TABLE IF NOT EXISTS releases.gatherings AS published.gatherings;

CREATE TABLE IF NOT EXISTS releases.days AS published.days;

CREATE TABLE IF NOT EXISTS releases.weeks AS published.weeks;

CREATE TABLE IF NOT EXISTS releases.age_bands AS published.age_bands;

CREATE TABLE IF NOT EXISTS releases.reach AS published.reach;

CREATE TABLE IF NOT EXISTS releases.home_districts AS published.home_districts;

CREATE TABLE IF NOT EXISTS releases.mixing AS published.mixing;

CREATE TABLE IF NOT EXISTS releases.theme_nights AS published.theme_nights;

CREATE TABLE IF NOT EXISTS releases.arrivals AS published.arrivals;

CREATE TABLE IF NOT EXISTS releases.inside AS published.inside;

CREATE TABLE IF NOT EXISTS releases.outreach_settings AS published.outreach_settings;

CREATE TABLE IF NOT EXISTS releases.outreach_age_bands AS published.outreach_age_bands;

CREATE TABLE IF NOT EXISTS releases.dialogue_sections AS published.dialogue_sections;

CREATE TABLE IF NOT EXISTS releases.dialogues AS published.dialogues;

CREATE TABLE IF NOT EXISTS releases.cooperation AS published.cooperation;

CREATE TABLE IF NOT EXISTS releases.agency_presence AS published.agency_presence;

CREATE TABLE IF NOT EXISTS releases.referrals AS published.referrals;

CREATE TABLE IF NOT EXISTS releases.pulse AS published.pulse;

CREATE TABLE IF NOT EXISTS releases.pulse_age_bands AS published.pulse_age_bands;

CREATE TABLE IF NOT EXISTS releases.pulse_change AS published.pulse_change;

CREATE TABLE IF NOT EXISTS releases.concerns AS published.concerns;

CREATE TABLE IF NOT EXISTS releases.concerns_by_category AS published.concerns_by_category;

CREATE TABLE IF NOT EXISTS releases.concerns_by_district AS published.concerns_by_district;

CREATE TABLE IF NOT EXISTS releases.concerns_by_status AS published.concerns_by_status;

CREATE TABLE IF NOT EXISTS releases.pipeline_hours AS published.pipeline_hours;

CREATE TABLE IF NOT EXISTS releases.pipeline_workers AS published.pipeline_workers;

CREATE TABLE IF NOT EXISTS releases.pipeline_dead_letters AS published.pipeline_dead_letters;

CREATE TABLE IF NOT EXISTS releases.pipeline_books AS published.pipeline_books;

ALTER DATABASE published MODIFY COMMENT 'What people may see: tables that releases write';
