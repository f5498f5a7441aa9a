-- Roll-ups of a year in Helsinki: four programmes, 34 districts, about eight gatherings a district and month, made out of
-- hashes, so that they are the same each time in a month.
INSERT INTO engagement.participation
(
    programme, gathering, status, day, district, entries, exits, visits, visitors, visitors_state, by_age_band,
    by_home_district, family_visits, curve, oldest_fact, version
)
WITH
    (SELECT groupArray(district) FROM (SELECT district FROM engagement.districts FINAL ORDER BY code)) AS districts,
    ['regional-event', 'theme-night', 'youth-centre', 'police-dialogue'] AS programmes,
    ['0-6', '7-12', '13-17', '18-29', '30-64', '65+'] AS bands,
    programmes[number % 4 + 1] AS programme,
    intDiv(number, 4) % 34 AS place,
    addMonths(toStartOfMonth(today()), -1 - intDiv(number, 136) % 12) AS month,
    month + sipHash64(number, 'day') % 28 AS day,
    exp2(sipHash64(number, 'size') % 800 / 100) AS size,
    -- One in twenty has no count; most have some tens.
    if(sipHash64(number, 'counted') % 20 = 0, NULL, toUInt64(size)) AS visits,
    arrayMap(visit -> sipHash64(number, visit), range(ifNull(visits, 0))) AS people
SELECT
    programme,
    'gathering-' || toString(number),
    'closed',
    day,
    districts[place + 1],
    ifNull(visits, 0),
    0,
    visits,
    if(programme = 'police-dialogue', NULL, visits),
    arrayReduce(
        'uniqExactState',
        if(
            programme = 'police-dialogue',
            CAST([], 'Array(UInt128)'),
            arrayMap(person -> toUInt128(person % 600 + 1000 * place), people)
        )
    ),
    mapFromArrays(
        bands, arrayMap(band -> toUInt64(arrayCount(person -> intDiv(person, 64) % 7 = band, people)), range(6))
    ),
    mapFilter(
        (home, n) -> n > 0,
        mapFromArrays(
            arrayMap(near -> districts[(place + near) % 34 + 1], range(6)),
            arrayMap(near -> toUInt64(arrayCount(person -> intDiv(person, 512) % 8 = near, people)), range(6))
        )
    ),
    intDiv(ifNull(visits, 0), 5),
    mapFromArrays(
        arrayMap(quarter -> toDateTime(day, 'UTC') + 50400 + 900 * quarter, range(12)),
        arrayMap(
            quarter -> CAST(
                (arrayCount(person -> intDiv(person, 4096) % 12 = quarter, people), 0),
                'Tuple(entries UInt32, exits UInt32)'
            ),
            range(12)
        )
    ),
    toDateTime64(day, 3, 'UTC') + 54000,
    1
FROM numbers(13056);

INSERT INTO engagement.group_participation
(programme, gathering, groups, people, accompanying, by_kind, by_age_band, oldest_fact, version)
SELECT programme, gathering, 1, 12, 2, map('family', 12), map('7-12', 12), oldest_fact, 1
FROM engagement.participation
WHERE sipHash64(gathering, 'group') % 10 = 0;

INSERT INTO engagement.period_participation (programme, gathering, visits, days, months, version)
SELECT programme, gathering, visits, 1, 0, 1
FROM engagement.participation
WHERE sipHash64(gathering, 'sheet') % 10 = 0;

INSERT INTO engagement.outreach
(programme, gathering, contacts, people, by_setting, by_age_band, together_with, oldest_fact, version)
SELECT
    programme,
    gathering,
    2,
    2 + sipHash64(gathering, 'met') % 20,
    map(['street', 'station', 'park'][sipHash64(gathering) % 3 + 1], 2 + sipHash64(gathering, 'met') % 20),
    map('13-17', 1, '18-29', 1),
    map('police', 1),
    oldest_fact,
    1
FROM engagement.participation
WHERE programme != 'theme-night';

INSERT INTO engagement.dialogue
(
    programme, gathering, sessions, participants, by_section, sessions_by_section, themes, multi_professional, follow_ups,
    follow_ups_known, oldest_fact, version
)
WITH ['exclusion-and-segregation', 'extremism', 'juvenile-delinquency'][sipHash64(gathering) % 3 + 1] AS section
SELECT programme, gathering, 1, 12, map(section, 12), map(section, 1), map('bullying', 1, 'drugs', 1), 1, 1, 1, oldest_fact, 1
FROM engagement.participation
WHERE programme = 'police-dialogue';

INSERT INTO engagement.referral_flows (programme, gathering, people, flows, oldest_fact, version)
SELECT
    programme,
    gathering,
    2,
    map('police>' || ['youth-work', 'education', 'social-services'][sipHash64(gathering) % 3 + 1], 2),
    oldest_fact,
    1
FROM engagement.participation
WHERE sipHash64(gathering, 'referral') % 4 = 0;

INSERT INTO engagement.cooperation (programme, gathering, agencies, staff, minutes, version)
SELECT
    programme,
    gathering,
    arrayDistinct(['police', 'youth-work', ['education', 'security', 'police'][sipHash64(gathering) % 3 + 1]]),
    map('police', 2),
    map('police', 180),
    1
FROM engagement.participation
WHERE sipHash64(gathering, 'agencies') % 2 = 0;

INSERT INTO engagement.sentiment (programme, gathering, answers, answers_by_age_band, oldest_fact, version)
WITH
    arrayFlatten(
        arrayMap(
            question -> arrayMap(moment -> question || '/' || moment || '/', ['before', 'after']), ['safety', 'trust']
        )
    ) AS kinds,
    ['13-17', '18-29', '30-64'][sipHash64(gathering, 'band') % 3 + 1] AS band
SELECT
    programme,
    gathering,
    mapFromArrays(
        arrayFlatten(arrayMap(kind -> [kind || '2', kind || '4', kind || '5'], kinds)),
        arrayMap(n -> toUInt64(1 + sipHash64(gathering, n) % 5), range(12))
    ),
    mapFromArrays(arrayMap(kind -> kind || band || '/4', kinds), arrayMap(kind -> toUInt64(1), kinds)),
    oldest_fact,
    1
FROM engagement.participation
WHERE sipHash64(gathering, 'asked') % 2 = 0;

INSERT INTO engagement.concern_handling
(
    programme, gathering, raised, by_category, by_district, by_status, passed_to, answered, hours_to_answer,
    by_category_answered, version
)
SELECT
    programme,
    gathering,
    2,
    map(['lighting', 'drugs', 'traffic'][sipHash64(gathering) % 3 + 1], 2),
    map(district, 1),
    map('raised', 1, 'answered', 1),
    map(),
    1,
    [toUInt32(sipHash64(gathering, 'hours') % 200)],
    map(),
    1
FROM engagement.participation
WHERE sipHash64(gathering, 'concern') % 3 = 0;
