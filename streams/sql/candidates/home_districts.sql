-- Visits by where the visitors live, also per 1,000 residents of that district (population at the end of 2010). '' is not
-- given.
CREATE OR REPLACE VIEW candidates.home_districts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    cells.month AS month,
    cells.programme AS programme,
    cells.home_district AS home_district,
    districts.name_fi AS name_fi,
    districts.name_sv AS name_sv,
    if(withheld, NULL, engagement_rounded(cells.visits, rounding)) AS visits,
    visits * 1000 / nullIf(districts.population, 0) AS per_1000_residents,
    if(withheld, 'suppressed', 'counted') AS state
FROM engagement.home_cells AS cells
LEFT JOIN (SELECT * FROM engagement.districts FINAL) AS districts ON districts.district = cells.home_district
