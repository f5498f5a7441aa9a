-- The gatherings, each with whether its visits are withheld, as the release decided; of a sheet's, a row for each total. Of what
-- is not decided yet small numbers are withheld; a release decides all that it publishes.
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
    visits IS NOT NULL
        AND (programme, gathering, piece) NOT IN (
            SELECT programme, name, piece FROM releases.decisions WHERE level = 'gathering' AND shown
        )
        AND (
            (programme, gathering, piece) IN (
                SELECT programme, name, piece FROM releases.decisions WHERE level = 'gathering' AND NOT shown
            )
            OR ifNull(visits, 0) BETWEEN 1 AND threshold - 1
        ) AS withheld
FROM engagement.publishable
