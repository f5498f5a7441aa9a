-- How safe people feel and how much they trust, 1 to 5, before and after, as finely by area as can be shown: districts,
-- the rest together as `other-districts`, or the whole city (`helsinki`). 4 and 5 are positive; the share's interval is
-- Wilson's for 95 % (E. B. Wilson 1927, J. Am. Stat. Assoc. 22, 209). Where those who are positive, or those who are
-- not, are few, areas are joined. The mean, to one decimal, is of 50 answers and more: from 21 on it says
-- of no grade how few gave it, from 50 on it leaves room for more.
CREATE OR REPLACE VIEW candidates.pulse DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    question,
    moment,
    name AS area,
    answers,
    mean,
    share_positive,
    share_low,
    share_high,
    state
FROM engagement.answer_parts
WHERE kind = 'district'
