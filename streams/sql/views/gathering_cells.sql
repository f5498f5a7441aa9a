-- The gatherings, each with whether its visits are withheld, as the release decided; of a sheet's, a row for each total. What
-- is not decided yet is withheld.
CREATE OR REPLACE VIEW engagement.gathering_cells AS
SELECT
    programme,
    threshold,
    rounding,
    month,
    district,
    gathering,
    grain,
    day,
    visits,
    status,
    provenance,
    disagree,
    expected,
    piece,
    visits IS NOT NULL AND (programme, gathering, piece) NOT IN (
        SELECT programme, name, piece FROM releases.decisions WHERE level = 'gathering' AND shown
    ) AS withheld
FROM engagement.publishable
