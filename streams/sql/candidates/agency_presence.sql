-- At how many gatherings each agency was, and how long its staff worked at those of them where that is given; NULL where it
-- is given of none.
CREATE OR REPLACE VIEW candidates.agency_presence DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    known.month AS month,
    known.programme AS programme,
    agency,
    count() AS gatherings,
    sumOrNullIf(cooperation.minutes[agency], mapContains(cooperation.minutes, agency)) / 60 AS hours
FROM engagement.cooperation FINAL
ARRAY JOIN agencies AS agency
INNER JOIN engagement.gathering_days AS known
    ON known.programme = cooperation.programme AND known.gathering = cooperation.gathering
GROUP BY known.month, known.programme, agency
