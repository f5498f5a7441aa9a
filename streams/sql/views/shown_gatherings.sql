-- The gatherings with what is shown of their visits, of a sheet's a row for each total (see visit_parts), without their names and
-- places.
CREATE OR REPLACE VIEW engagement.shown_gatherings AS
SELECT
    programme,
    gathering,
    piece,
    grain,
    day,
    month,
    expected,
    district,
    status,
    if(withheld, NULL, engagement_rounded(cells.visits, rounding)) AS visits,
    multiIf(cells.visits IS NULL, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    if(state = 'counted', cells.provenance, '') AS provenance,
    state = 'counted' AND cells.disagree AS disagree
FROM engagement.gathering_cells AS cells
