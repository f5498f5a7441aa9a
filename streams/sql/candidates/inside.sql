-- About how many are inside right now, in steps of five, at open gatherings that ten times the threshold have come to.
-- Whether anybody counts is told of these alone. A gathering that nobody closed is over six hours after its planned end; without one, when its next day is over.
CREATE OR REPLACE VIEW candidates.inside DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    participation.programme AS programme,
    participation.gathering AS gathering,
    participation.name_fi AS name_fi,
    participation.name_sv AS name_sv,
    participation.name_en AS name_en,
    participation.district AS district,
    participation.starts AS starts,
    participation.capacity AS capacity,
    if(withheld, NULL, engagement_rounded(participation.inside, 5)) AS about,
    multiIf(withheld, 'suppressed', participation.inside IS NULL, 'not recorded', 'counted') AS state
FROM
(
    SELECT participation.*, greatest(ifNull(visits, 0), ifNull(peak_head_count, 0)) < 10 * programmes.threshold AS withheld
    FROM engagement.participation FINAL
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes USING (programme)
    WHERE participation.status = 'open'
        AND if(
            participation.ends IS NULL,
            participation.day + 1 >= toDate(now(), 'Europe/Helsinki'),
            participation.ends + INTERVAL 6 HOUR > now64(3, 'UTC')
        )
) AS participation
