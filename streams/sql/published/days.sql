-- Visits by day: the sum of the gatherings that are shown; `suppressed` says how many are left out. Totals of weeks and months
-- are in no day.
CREATE OR REPLACE VIEW published.days DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    day,
    programme,
    count() AS gatherings,
    countIf(state = 'suppressed') AS suppressed,
    countIf(state = 'not recorded' AND expected) AS not_recorded,
    sumOrNull(shown.visits) AS visits
FROM engagement.shown_gatherings AS shown
WHERE grain <= 2 AND (status NOT IN ('cancelled', 'postponed') OR state != 'not recorded')
GROUP BY day, programme
