-- Concerns of a programme's quarter, all that is counted of them. For the owner of the database alone.
CREATE OR REPLACE VIEW engagement.concerns_of_quarters AS
SELECT
    toStartOfQuarter(known.day) AS quarter,
    known.programme AS programme,
    any(programmes.threshold) AS threshold,
    any(programmes.rounding) AS rounding,
    toInt64(sum(assumeNotNull(concern_handling.raised))) AS raised,
    sumMap(concern_handling.by_category) AS by_category,
    sumMap(concern_handling.by_district) AS by_district,
    sumMap(concern_handling.by_status) AS by_status,
    arraySort(groupArrayArray(concern_handling.hours_to_answer)) AS hours_to_answer
FROM engagement.concern_handling FINAL
INNER JOIN engagement.gathering_days AS known
    ON known.programme = concern_handling.programme AND known.gathering = concern_handling.gathering
INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
WHERE concern_handling.raised > 0
GROUP BY quarter, known.programme
