-- As `pulse`, by age band in the whole city; bands with few answers of a kind are joined as `other-ages`, or all as
-- `all-ages`. '' is not given.
CREATE OR REPLACE VIEW candidates.pulse_age_bands DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    question,
    moment,
    name AS age_band,
    answers,
    mean,
    share_positive,
    share_low,
    share_high,
    state
FROM engagement.answer_parts
WHERE kind = 'age-band'
