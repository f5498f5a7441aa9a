-- How feelings differ after gatherings from before, in the whole city: sums over the areas of which `pulse` shows a
-- mean, so a month is missing where nothing of it can be shown. People answer anonymously: the difference is between
-- two crowds, not of anybody.
CREATE OR REPLACE VIEW candidates.pulse_change DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    question,
    sumIf(answers, moment = 'before') AS answers_before,
    sumIf(answers, moment = 'after') AS answers_after,
    sumIf(mean * answers, moment = 'before') / nullIf(answers_before, 0) AS mean_before,
    sumIf(mean * answers, moment = 'after') / nullIf(answers_after, 0) AS mean_after,
    mean_after - mean_before AS change
FROM candidates.pulse
WHERE mean IS NOT NULL
GROUP BY month, programme, question
