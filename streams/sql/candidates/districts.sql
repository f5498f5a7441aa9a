-- Visits by district and month.
CREATE OR REPLACE VIEW candidates.districts DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    cells.month AS month,
    cells.programme AS programme,
    cells.district AS district,
    districts.name_fi AS name_fi,
    districts.name_sv AS name_sv,
    nullIf(districts.latitude, 0) AS latitude,
    nullIf(districts.longitude, 0) AS longitude,
    cells.gatherings AS gatherings,
    cells.not_recorded AS not_recorded,
    if(withheld, NULL, engagement_rounded(cells.visits, rounding)) AS visits,
    multiIf(cells.visits IS NULL, 'not recorded', withheld, 'suppressed', 'counted') AS state,
    toUInt8(0) AS running
FROM engagement.district_cells AS cells
LEFT JOIN (SELECT * FROM engagement.districts FINAL) AS districts ON districts.district = cells.district
