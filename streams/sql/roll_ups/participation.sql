-- Recompute the participation of the touched gatherings, as a whole, from their facts.
INSERT INTO engagement.participation
(
    programme, gathering, status, day, starts, ends, name_fi, name_sv, name_en, venue, district, capacity,
    entries, exits, visits, anonymous_visits, accompanied, family_visits, visitors, visitors_state, by_age_band,
    by_home_district, first, last, outliers, inside, peak_head_count, curve, oldest_fact, version
)
WITH
    -- A retraction's row holds no direction, people or happening, so it counts for `seen` and the oldest fact alone.
    plans AS
    (
        SELECT
            gathering_key,
            sum(toUInt128(version)) AS seen,
            argMaxIf(
                (name_fi, name_sv, name_en, starts, ends, venue, district, capacity),
                (time, version),
                happening = 'gathering-scheduled'
            ) AS plan,
            maxOrNullIf(time, happening = 'gathering-scheduled') AS planned,
            maxOrNullIf(time, happening = 'gathering-cancelled') AS cancelled,
            minOrNullIf(time, happening = 'gathering-opened') AS opened,
            argMaxIf(happening, (time, version), happening IN ('gathering-opened', 'gathering-closed')) AS doors,
            multiIf(
                cancelled IS NOT NULL AND (planned IS NULL OR cancelled >= planned), 'cancelled',
                doors = 'gathering-opened', 'open',
                doors = 'gathering-closed', 'closed',
                planned IS NULL, 'unplanned',
                plan.4 IS NULL, 'postponed',
                'scheduled'
            ) AS status
        FROM engagement.gatherings FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'participation')
        GROUP BY gathering_key
    ),
    counts AS
    (
        SELECT
            gathering_key,
            sum(toUInt128(version)) AS seen,
            countIf(NOT retracted) AS counted,
            argMaxIf(people, (time, people), NOT retracted) AS last_count,
            maxIf(time, NOT retracted) AS last_counted,
            maxOrNullIf(toUInt64(people), NOT retracted) AS peak,
            minOrNullIf(time, NOT retracted) AS first_counted,
            minOrNull(time) AS oldest
        FROM engagement.head_counts FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'participation')
        GROUP BY gathering_key
    ),
    comings AS
    (
        SELECT
            gathering_key,
            sum(toUInt128(version)) AS seen,
            countIf(direction = 'entry' AND visitor = toFixedString('', 16)) AS anonymous_visits,
            sumIf(accompanied_by, direction = 'entry') AS accompanied,
            countIf(direction = 'entry' AND accompanied_by > 0) AS family_visits,
            uniqExactStateIf(
                reinterpretAsUInt128(visitor), direction = 'entry' AND visitor != toFixedString('', 16)
            ) AS visitors_state,
            -- Arrays of counts, the place of each the number of its value in the Enum.
            countIfResample(0, 7, 1)(direction = 'entry', toUInt8(age_band)) AS age_bands,
            countIfResample(0, 36, 1)(direction = 'entry', toUInt8(home_district)) AS home_districts,
            -- Entries in the lower half of the number, exits in the upper; their sum is all of them.
            sumMapIf(
                [intDiv(toUnixTimestamp(time), 900)],
                [if(direction = 'entry', toUInt64(1), bitShiftLeft(toUInt64(1), 32))],
                direction != ''
            ) AS quarters,
            minOrNullIf(time, direction != '') AS first,
            maxOrNullIf(time, direction != '') AS last,
            minOrNullIf(time, direction = '') AS taken_back,
            -- Where heads were counted, who came and went since must be known: twice the milliseconds, and one more for
            -- an entry.
            groupArrayIf(
                2 * toUnixTimestamp64Milli(time) + (direction = 'entry'),
                direction != '' AND gathering_key IN
                (
                    SELECT gathering_key FROM engagement.head_counts
                    WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'participation')
                )
            ) AS movements
        FROM engagement.check_ins FINAL
        WHERE gathering_key IN (SELECT gathering_key FROM touched WHERE roll_up = 'participation')
        GROUP BY gathering_key
    )
SELECT
    touched.programme AS programme,
    touched.gathering AS gathering,
    if(plans.status = '', 'unplanned', plans.status) AS status,
    -- Without a plan, the day of the quarter-hour in the middle of all comings and goings: one device with a wrong clock does
    -- not move it.
    toDate(
        coalesce(
            starts,
            if(
                empty(quarters.1),
                NULL,
                toDateTime(
                    900 * (
                        quarters.1[
                            arrayFirstIndex(
                                (so_far, movements) -> 2 * so_far >= movements,
                                arrayCumSum(
                                    arrayMap(both -> toUInt32(both) + bitShiftRight(both, 32), quarters.2)
                                        AS movements_by_quarter
                                ),
                                -- What a lambda takes from outside is computed anew for each element: so it is an array.
                                arrayWithConstant(length(quarters.2), arraySum(movements_by_quarter))
                            )
                        ] AS middle
                    ),
                    'UTC'
                )
            ),
            counts.first_counted,
            opened
        ),
        'Europe/Helsinki'
    ) AS day,
    plan.4 AS starts,
    plan.5 AS ends,
    plan.1 AS name_fi,
    plan.2 AS name_sv,
    plan.3 AS name_en,
    plan.6 AS venue,
    plan.7 AS district,
    plan.8 AS capacity,
    toUInt64(toUInt32(arraySum(quarters.2))) AS entries,
    bitShiftRight(arraySum(quarters.2), 32) AS exits,
    if(entries + exits > 0, entries, NULL) AS visits,
    comings.anonymous_visits AS anonymous_visits,
    comings.accompanied AS accompanied,
    comings.family_visits AS family_visits,
    nullIf(finalizeAggregation(comings.visitors_state), 0) AS visitors,
    comings.visitors_state AS visitors_state,
    mapFilter(
        (band, count) -> count > 0,
        mapFromArrays(['0-6', '7-12', '13-17', '18-29', '30-64', '65+'], arraySlice(arrayResize(age_bands, 7), 2))
    ) AS by_age_band,
    mapFilter(
        (district, count) -> count > 0,
        mapFromArrays(
            [
                'vironniemi', 'ullanlinna', 'kampinmalmi', 'taka-töölö', 'lauttasaari', 'reijola',
                'munkkiniemi', 'haaga', 'pitäjänmäki', 'kaarela', 'kallio', 'alppiharju', 'vallila', 'pasila',
                'vanhakaupunki', 'maunula', 'länsi-pakila', 'tuomarinkylä', 'oulunkylä', 'itä-pakila',
                'latokartano', 'pukinmäki', 'malmi', 'suutarila', 'puistola', 'jakomäki', 'kulosaari',
                'herttoniemi', 'laajasalo', 'vartiokylä', 'myllypuro', 'mellunkylä', 'vuosaari', 'östersundom',
                'outside-helsinki'
            ],
            arraySlice(arrayResize(home_districts, 36), 2)
        )
    ) AS by_home_district,
    comings.first AS first,
    comings.last AS last,
    -- More than two days from the plan, or else from the middle.
    arraySum(
        (quarter, movements, earliest, latest) -> if(
            900 * toInt64(quarter) < earliest OR 900 * toInt64(quarter) > latest, movements, 0
        ),
        quarters.1,
        movements_by_quarter,
        arrayWithConstant(
            length(quarters.1),
            toInt64(toUnixTimestamp(coalesce(starts, toDateTime(900 * middle, 'UTC')))) - 172800
        ),
        arrayWithConstant(
            length(quarters.1),
            toInt64(toUnixTimestamp(coalesce(ends, starts, toDateTime(900 * middle, 'UTC')))) + 172800
        )
    ) AS outliers,
    multiIf(
        entries + exits + counts.counted = 0, NULL,
        status IN ('closed', 'cancelled'), 0,
        counts.counted = 0, greatest(0, toInt64(entries) - exits),
        greatest(
            0,
            toInt64(counts.last_count)
            + arraySum(
                movement -> if(movement % 2 = 1, 1, -1),
                arrayFilter(
                    movement -> intDiv(movement, 2) > toUnixTimestamp64Milli(counts.last_counted), movements
                )
            )
        )
    ) AS inside,
    counts.peak AS peak_head_count,
    mapFromArrays(
        arrayMap(quarter -> toDateTime(quarter * 900, 'UTC'), quarters.1),
        arrayMap(both -> (toUInt32(both), toUInt32(bitShiftRight(both, 32))), quarters.2)
    ) AS curve,
    least(first, comings.taken_back, counts.oldest) AS oldest_fact,
    comings.seen + counts.seen + plans.seen AS version
FROM (SELECT programme, gathering, gathering_key FROM touched WHERE roll_up = 'participation') AS touched
LEFT JOIN comings USING (gathering_key)
LEFT JOIN counts USING (gathering_key)
LEFT JOIN plans USING (gathering_key)
-- A server that has just started would spend a second compiling this, and it runs no faster for that.
SETTINGS compile_expressions = 0, compile_aggregate_expressions = 0
