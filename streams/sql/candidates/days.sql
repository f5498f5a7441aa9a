-- Visits by day: the sum of the gatherings that are shown; `suppressed` says how many are left out. Totals of weeks and months
-- are in no day.
CREATE OR REPLACE VIEW candidates.days DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    count.day AS day,
    programme,
    count() AS gatherings,
    countIf(count.state = 'suppressed') AS suppressed,
    countIf(count.state = 'not recorded' AND count.expected) AS not_recorded,
    sumOrNull(count.visits) AS visits
FROM candidates.gatherings AS shown
ARRAY JOIN counts AS count
WHERE count.grain <= 2 AND (status NOT IN ('cancelled', 'postponed') OR count.state != 'not recorded')
GROUP BY count.day, programme
