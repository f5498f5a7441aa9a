-- Visits by day: the sum of the gatherings that are shown; `suppressed` says how many are left out.
CREATE OR REPLACE VIEW candidates.days DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    day,
    programme,
    count() AS gatherings,
    countIf(state = 'suppressed') AS suppressed,
    countIf(state = 'not recorded') AS not_recorded,
    sumOrNull(shown.visits) AS visits
FROM candidates.gatherings AS shown
WHERE status NOT IN ('cancelled', 'postponed') OR state != 'not recorded'
GROUP BY day, programme
