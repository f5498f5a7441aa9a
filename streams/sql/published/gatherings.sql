-- Each gathering: what, where, when, and how many came. `final` from a week after its day on: tablets upload late.
CREATE OR REPLACE VIEW published.gatherings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    cells.programme AS programme,
    cells.gathering AS gathering,
    cells.day AS day,
    cells.district AS district,
    cells.status AS status,
    participation.starts AS starts,
    participation.ends AS ends,
    participation.name_fi AS name_fi,
    participation.name_sv AS name_sv,
    participation.name_en AS name_en,
    participation.venue AS venue,
    participation.capacity AS capacity,
    if(withheld, NULL, engagement_rounded(cells.visits, rounding)) AS visits,
    multiIf(cells.visits IS NULL, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    if(state = 'counted', cells.provenance, '') AS provenance,
    state = 'counted' AND cells.disagree AS disagree,
    cells.day + 7 < toDate(now(), 'Europe/Helsinki') AS final
FROM engagement.gathering_cells AS cells
LEFT JOIN
(
    SELECT programme, gathering, starts, ends, name_fi, name_sv, name_en, venue, capacity
    FROM engagement.participation FINAL
) AS participation
    ON participation.programme = cells.programme AND participation.gathering = cells.gathering
