-- What is counted now of every gathering, exactly: for the release alone, which keeps it and publishes nothing of it as it is.
CREATE OR REPLACE VIEW candidates.live_gatherings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    programme,
    gathering,
    piece,
    grain,
    place,
    threshold,
    day,
    last_day,
    month,
    district,
    status,
    expected,
    visits,
    provenance,
    disagree,
    by_age_band,
    by_home_district,
    families
FROM engagement.live_gatherings
