-- When and where each gathering was that anything is known of: as planned, else by its first fact. Up to yesterday in
-- Helsinki: who looks twice within a day must not see single people come.
CREATE OR REPLACE VIEW engagement.gathering_days AS
SELECT
    programme,
    gathering,
    assumeNotNull(coalesce(anyIf(known.day, known.planned), min(known.day))) AS day,
    toStartOfMonth(day) AS month,
    anyIf(known.district, known.planned) AS district,
    anyIf(known.status, known.planned) AS status
FROM
(
    SELECT programme, gathering, day, district, status, true AS planned FROM engagement.participation FINAL
    UNION ALL
    SELECT programme, gathering, first_day, '', '', false FROM engagement.period_counts FINAL WHERE NOT retracted
    UNION ALL
    SELECT programme, gathering, toDate(oldest_fact, 'Europe/Helsinki'), '', '', false
    FROM engagement.group_participation FINAL
    UNION ALL
    SELECT programme, gathering, toDate(oldest_fact, 'Europe/Helsinki'), '', '', false FROM engagement.outreach FINAL
    UNION ALL
    SELECT programme, gathering, toDate(oldest_fact, 'Europe/Helsinki'), '', '', false FROM engagement.dialogue FINAL
    UNION ALL
    SELECT programme, gathering, toDate(oldest_fact, 'Europe/Helsinki'), '', '', false
    FROM engagement.referral_flows FINAL
    UNION ALL
    SELECT programme, gathering, toDate(oldest_fact, 'Europe/Helsinki'), '', '', false FROM engagement.sentiment FINAL
    UNION ALL
    SELECT programme, gathering, toDate(time, 'Europe/Helsinki'), '', '', false
    FROM engagement.agency_presences FINAL WHERE NOT retracted
    UNION ALL
    SELECT programme, gathering, toDate(time, 'Europe/Helsinki'), '', '', false
    FROM engagement.concerns FINAL WHERE NOT retracted
) AS known
GROUP BY programme, gathering
HAVING count(known.day) > 0 AND day < toDate(now(), 'Europe/Helsinki')
