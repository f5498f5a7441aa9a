-- Each gathering: what, where, when, and how many came. `final` from a week after its day on: tablets upload late.
CREATE OR REPLACE VIEW published.gatherings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    known.programme AS programme,
    known.gathering AS gathering,
    known.day AS day,
    known.district AS district,
    known.status AS status,
    participation.starts AS starts,
    participation.ends AS ends,
    participation.name_fi AS name_fi,
    participation.name_sv AS name_sv,
    participation.name_en AS name_en,
    participation.venue AS venue,
    participation.capacity AS capacity,
    if(withheld, NULL, toUInt64(round(cells.visits / rounding) * rounding)) AS visits,
    multiIf(cells.visits IS NULL, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    if(state = 'counted', estimates.provenance, '') AS provenance,
    state = 'counted' AND estimates.disagree AS disagree,
    known.day + 7 < toDate(now(), 'Europe/Helsinki') AS final
FROM engagement.gathering_days AS known
INNER JOIN engagement.gathering_cells AS cells
    ON cells.programme = known.programme AND cells.gathering = known.gathering
LEFT JOIN engagement.estimates AS estimates
    ON estimates.programme = known.programme AND estimates.gathering = known.gathering
LEFT JOIN
(
    SELECT programme, gathering, starts, ends, name_fi, name_sv, name_en, venue, capacity
    FROM engagement.participation FINAL
) AS participation
    ON participation.programme = known.programme AND participation.gathering = known.gathering
