-- The gatherings with what is shown of their visits: candidates.gatherings without their names and places. Views of days,
-- hours and nights are made from this.
CREATE OR REPLACE VIEW engagement.shown_gatherings AS
SELECT
    programme,
    gathering,
    day,
    district,
    status,
    if(withheld, NULL, engagement_rounded(cells.visits, rounding)) AS visits,
    multiIf(cells.visits IS NULL, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    if(state = 'counted', cells.provenance, '') AS provenance,
    state = 'counted' AND cells.disagree AS disagree
FROM engagement.gathering_cells AS cells
