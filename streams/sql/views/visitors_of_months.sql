-- Who came in a programme's month, as sets of pseudonyms. For the owner of the database alone.
CREATE OR REPLACE VIEW engagement.visitors_of_months AS
SELECT
    known.programme AS programme,
    known.month AS month,
    any(programmes.threshold) AS threshold,
    any(programmes.rounding) AS rounding,
    uniqExactMergeState(participation.visitors_state) AS visitors
FROM engagement.gathering_days AS known
INNER JOIN (SELECT programme, gathering, visitors_state FROM engagement.participation FINAL) AS participation
    ON participation.programme = known.programme AND participation.gathering = known.gathering
INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
GROUP BY known.programme, known.month
