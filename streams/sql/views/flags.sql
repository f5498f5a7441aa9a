-- What was accepted and is likely wrong, each with the gathering, the event where one is meant, and when it was noticed last.
CREATE OR REPLACE VIEW engagement.flags DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    'unknown-event' AS flag,
    programme,
    any(amendments.gathering) AS gathering,
    source,
    id,
    'it was amended, but never sent' AS detail,
    max(amendments.appended) AS noticed
FROM engagement.amendments AS amendments
GROUP BY programme, source, id
HAVING min(amends)
UNION ALL
SELECT
    'equal-revisions',
    programme,
    any(amendments.gathering),
    source,
    id,
    'revision ' || toString(revision) || ' has ' || toString(uniqExactIf(content, content != 0)) || ' contents',
    max(amendments.appended)
FROM engagement.amendments AS amendments
GROUP BY programme, source, id, revision
HAVING uniqExactIf(content, content != 0) > 1
UNION ALL
SELECT
    'unknown-concern',
    handled.programme,
    handled.gathering,
    handled.source,
    handled.id,
    'concern ' || concern || ' was never raised here',
    handled.appended
FROM engagement.concerns AS handled FINAL
WHERE happening = 'concern-handled' AND (gathering_key, concern_key) NOT IN
(
    SELECT gathering_key, concern_key FROM engagement.concerns FINAL WHERE happening = 'concern-raised'
)
UNION ALL
SELECT
    'other-day',
    programme,
    gathering,
    '',
    '',
    toString(outliers) || ' check-ins lie more than two days from it',
    computed
FROM engagement.participation FINAL
WHERE outliers > 0
UNION ALL
SELECT
    'closes-soon',
    programme,
    gathering,
    '',
    '',
    'it is open for 83 days from its first event, of ' || toString(toDate(oldest_fact, 'Europe/Helsinki')),
    computed
FROM engagement.participation FINAL
WHERE oldest_fact < now() - INTERVAL 69 DAY AND last > oldest_fact + INTERVAL 60 DAY AND last > now() - INTERVAL 28 DAY
UNION ALL
-- Eight answers within forty seconds are faster than people come to a device one after another.
SELECT
    'pulse-burst',
    programme,
    gathering,
    source,
    '',
    toString(length(times)) || ' answers, of them eight within ' || toString(intDiv(fastest + 999, 1000)) || ' seconds',
    noticed
FROM
(
    SELECT
        programme,
        gathering,
        source,
        arraySort(groupArray(toUnixTimestamp64Milli(time))) AS times,
        arrayMin(
            arrayMap(
                (later, earlier) -> later - earlier,
                arraySlice(times, 8),
                arraySlice(times, 1, greatest(0, toInt64(length(times)) - 7))
            )
        ) AS fastest,
        max(appended) AS noticed
    FROM engagement.pulses FINAL
    WHERE NOT retracted
    GROUP BY programme, gathering, source
    HAVING length(times) >= 8
)
WHERE fastest <= 40000
UNION ALL
SELECT
    'sheets-differ',
    programme,
    place,
    '',
    '',
    formatDateTime(month, '%Y-%m') || ': ' || toString(estimate) || ' by ' || finest || ', ' || toString(coarser)
        || ' by the month',
    toDateTime64(month, 3, 'UTC')
FROM engagement.venue_months
WHERE differs
UNION ALL
SELECT
    'sheets-differ',
    programme,
    place,
    '',
    '',
    'week of ' || toString(toMonday(parts.day) AS monday) || ': ' || toString(sumIf(parts.visits, grain < 3) AS finer) || ' by the day, '
        || toString(sumIf(parts.visits, grain = 3) AS coarser) || ' by the week',
    toDateTime64(monday, 3, 'UTC')
FROM engagement.visit_parts AS parts
WHERE parts.visits IS NOT NULL AND (grain = 3 OR NOT finer_known) AND grain < 4
GROUP BY programme, place, monday
HAVING ifNull(10 * abs(toInt64(finer) - toInt64(coarser)) > greatest(50, finer, coarser), false)
