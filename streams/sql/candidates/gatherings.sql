-- Each gathering: what, where, when, and how many came; of a book of sheets, by all its totals together, and in `counts` by each.
CREATE OR REPLACE VIEW candidates.gatherings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    shown.programme AS programme,
    shown.gathering AS gathering,
    shown.day AS day,
    shown.district AS district,
    shown.status AS status,
    participation.starts AS starts,
    participation.ends AS ends,
    participation.name_fi AS name_fi,
    participation.name_sv AS name_sv,
    participation.name_en AS name_en,
    participation.venue AS venue,
    participation.capacity AS capacity,
    shown.shown_visits AS visits,
    shown.state AS state,
    shown.provenance AS provenance,
    shown.disagree AS disagree,
    shown.counts AS counts,
    toUInt8(0) AS final
FROM
(
    SELECT
        programme,
        gathering,
        min(sheets.day) AS day,
        any(sheets.district) AS district,
        any(sheets.status) AS status,
        sumOrNull(sheets.visits) AS visits,
        multiIf(
            has(groupArray(sheets.state) AS states, 'suppressed'), 'suppressed', has(states, 'counted'), 'counted', 'not recorded'
        ) AS state,
        if(state = 'suppressed', NULL, visits) AS shown_visits,
        if(state = 'counted', any(sheets.provenance), '') AS provenance,
        state = 'counted' AND max(sheets.disagree) AS disagree,
        arraySort(
            groupArray(
                CAST(
                    (sheets.day, sheets.grain, piece, month, sheets.expected, sheets.visits, sheets.state),
                    'Tuple(day Date, grain UInt8, piece String, month Date, expected Bool, visits Nullable(UInt64), state String)'
                )
            )
        ) AS counts
    FROM engagement.shown_gatherings AS sheets
    GROUP BY programme, gathering
) AS shown
LEFT JOIN
(
    SELECT programme, gathering, starts, ends, name_fi, name_sv, name_en, venue, capacity
    FROM engagement.participation FINAL
) AS participation
    ON participation.programme = shown.programme AND participation.gathering = shown.gathering
