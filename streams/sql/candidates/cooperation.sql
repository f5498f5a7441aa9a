-- How many gatherings two agencies were at together; an agency with itself: how many it was at. Occasions, not people.
CREATE OR REPLACE VIEW candidates.cooperation DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    known.month AS month,
    known.programme AS programme,
    agency,
    other,
    count() AS gatherings
FROM
(
    SELECT programme, gathering, agency, arrayJoin(agencies) AS other
    FROM (SELECT programme, gathering, agencies, arrayJoin(agencies) AS agency FROM engagement.cooperation FINAL)
) AS pairs
INNER JOIN engagement.gathering_days AS known
    ON known.programme = pairs.programme AND known.gathering = pairs.gathering
GROUP BY known.month, known.programme, agency, other
