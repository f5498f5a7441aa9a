-- Recompute the participation of the gatherings given, as a whole, from their facts.
INSERT INTO engagement.participation
(
    programme, gathering, status, day, starts, ends, name_fi, name_sv, name_en, venue, district, capacity,
    entries, exits, visits, anonymous_visits, visitors, visitors_state, by_age_band, by_home_district,
    first, last, inside, peak_head_count, curve_entries, curve_exits, oldest_fact, version
)
WITH
    touched AS
    (
        SELECT pair.1 AS programme, pair.2 AS gathering
        FROM (SELECT arrayJoin(arrayZip({programmes:Array(String)}, {gatherings:Array(String)})) AS pair)
    ),
    -- A retraction's row holds no direction, people or happening, so it counts for `version` alone.
    comings AS
    (
        SELECT
            programme,
            gathering,
            sum(toUInt128(version)) AS seen,
            countIf(direction = 'entry') AS entries,
            countIf(direction = 'exit') AS exits,
            countIf(direction = 'entry' AND visitor = toFixedString('', 16)) AS anonymous_visits,
            uniqExactStateIf(visitor, direction = 'entry' AND visitor != toFixedString('', 16)) AS visitors_state,
            sumMapIf(map(age_band, toUInt64(1)), direction = 'entry' AND age_band != '') AS by_age_band,
            sumMapIf(map(home_district, toUInt64(1)), direction = 'entry' AND home_district != '') AS by_home_district,
            sumMapIf(map(toStartOfFifteenMinutes(time), toUInt64(1)), direction = 'entry') AS curve_entries,
            sumMapIf(map(toStartOfFifteenMinutes(time), toUInt64(1)), direction = 'exit') AS curve_exits,
            minOrNullIf(time, direction != '') AS first,
            maxOrNullIf(time, direction != '') AS last
        FROM engagement.check_ins FINAL
        WHERE (programme, gathering) IN (SELECT programme, gathering FROM touched)
        GROUP BY programme, gathering
    ),
    counts AS
    (
        SELECT
            programme,
            gathering,
            sum(toUInt128(version)) AS seen,
            countIf(NOT retracted) AS counted,
            argMaxIf(people, (time, people), NOT retracted) AS last_count,
            maxIf(time, NOT retracted) AS last_counted,
            maxOrNullIf(toUInt64(people), NOT retracted) AS peak,
            minOrNullIf(time, NOT retracted) AS first_counted
        FROM engagement.head_counts FINAL
        WHERE (programme, gathering) IN (SELECT programme, gathering FROM touched)
        GROUP BY programme, gathering
    ),
    since AS
    (
        SELECT
            programme,
            gathering,
            countIf(direction = 'entry' AND time > last_counted) AS entries_since,
            countIf(direction = 'exit' AND time > last_counted) AS exits_since
        FROM engagement.check_ins FINAL
        INNER JOIN counts USING (programme, gathering)
        WHERE (programme, gathering) IN (SELECT programme, gathering FROM counts)
        GROUP BY programme, gathering
    ),
    plans AS
    (
        SELECT
            programme,
            gathering,
            sum(toUInt128(version)) AS seen,
            argMaxIf(
                (name_fi, name_sv, name_en, starts, ends, venue, district, capacity),
                (time, version),
                happening = 'gathering-scheduled'
            ) AS plan,
            maxOrNullIf(time, happening = 'gathering-scheduled') AS planned,
            maxOrNullIf(time, happening = 'gathering-cancelled') AS cancelled,
            minOrNullIf(time, happening = 'gathering-opened') AS opened,
            argMaxIf(happening, (time, version), happening IN ('gathering-opened', 'gathering-closed')) AS doors
        FROM engagement.gatherings FINAL
        WHERE (programme, gathering) IN (SELECT programme, gathering FROM touched)
        GROUP BY programme, gathering
    )
SELECT
    programme,
    gathering,
    multiIf(
        cancelled IS NOT NULL AND (planned IS NULL OR cancelled >= planned), 'cancelled',
        doors = 'gathering-opened', 'open',
        doors = 'gathering-closed', 'closed',
        planned IS NULL, 'unplanned',
        plan.4 IS NULL, 'postponed',
        'scheduled'
    ) AS status,
    toDate(coalesce(starts, oldest_fact, opened), 'Europe/Helsinki') AS day,
    plan.4 AS starts,
    plan.5 AS ends,
    plan.1 AS name_fi,
    plan.2 AS name_sv,
    plan.3 AS name_en,
    plan.6 AS venue,
    plan.7 AS district,
    plan.8 AS capacity,
    comings.entries AS entries,
    comings.exits AS exits,
    if(entries + exits > 0, entries, NULL) AS visits,
    comings.anonymous_visits AS anonymous_visits,
    nullIf(finalizeAggregation(comings.visitors_state), 0) AS visitors,
    comings.visitors_state AS visitors_state,
    comings.by_age_band AS by_age_band,
    comings.by_home_district AS by_home_district,
    comings.first AS first,
    comings.last AS last,
    multiIf(
        entries + exits + counts.counted = 0, NULL,
        status IN ('closed', 'cancelled'), 0,
        counts.counted > 0, greatest(0, toInt64(counts.last_count) + since.entries_since - since.exits_since),
        greatest(0, toInt64(entries) - exits)
    ) AS inside,
    counts.peak AS peak_head_count,
    comings.curve_entries AS curve_entries,
    comings.curve_exits AS curve_exits,
    least(first, counts.first_counted) AS oldest_fact,
    comings.seen + counts.seen + plans.seen AS version
FROM touched
LEFT JOIN comings USING (programme, gathering)
LEFT JOIN counts USING (programme, gathering)
LEFT JOIN since USING (programme, gathering)
LEFT JOIN plans USING (programme, gathering)
