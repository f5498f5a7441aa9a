-- Of a gathering without plan, opening, cancellation and day nothing is left that was not taken back: it counts nowhere.
CREATE OR REPLACE VIEW engagement.participation_by_programme AS
SELECT
    programme,
    count() AS gatherings,
    countIf(participation.visits IS NULL) AS not_recorded,
    sum(participation.visits) AS visits,
    nullIf(uniqExactMerge(participation.visitors_state), 0) AS visitors,
    sumMap(participation.by_age_band) AS by_age_band,
    sumMap(participation.by_home_district) AS by_home_district
FROM engagement.participation FINAL
WHERE participation.status != 'unplanned' OR participation.day IS NOT NULL
GROUP BY programme
