-- What is counted now, exactly, of the gatherings of which no release has kept anything: for the release alone.
CREATE OR REPLACE VIEW candidates.unfrozen_gatherings DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
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
FROM engagement.unfrozen_gatherings
