-- Each gathering: what, where, when, and how many came.
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
    shown.visits AS visits,
    shown.state AS state,
    shown.provenance AS provenance,
    shown.disagree AS disagree,
    toUInt8(0) AS final
FROM engagement.shown_gatherings AS shown
LEFT JOIN
(
    SELECT programme, gathering, starts, ends, name_fi, name_sv, name_en, venue, capacity
    FROM engagement.participation FINAL
) AS participation
    ON participation.programme = shown.programme AND participation.gathering = shown.gathering
