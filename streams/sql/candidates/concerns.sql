-- Concerns by quarter, and half of them were answered within how many hours, where enough were.
CREATE OR REPLACE VIEW candidates.concerns DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    quarter,
    programme,
    if(withheld, NULL, engagement_rounded(raised, rounding)) AS concerns,
    if(withheld, 'suppressed', 'counted') AS state,
    if(few_answers, NULL, round(arrayReduce('median', hours_to_answer))) AS median_hours_to_answer,
    multiIf(empty(hours_to_answer), 'not recorded', few_answers, 'suppressed', 'counted') AS answers_state
FROM
(
    SELECT
        *,
        raised < threshold AS withheld,
        withheld OR length(hours_to_answer) < threshold AS few_answers
    FROM engagement.concerns_of_quarters
)
