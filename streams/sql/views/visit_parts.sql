-- The visits of each gathering, by what they were counted for: the gathering (`grain` 1), or the day, week or month of a sheet's
-- total (2, 3, 4), by its first day. Of a place and period the finer count counts, of whichever gathering it is; a coarser one is
-- `finer_known`, and only compared. The place is the venue of the plan, else the gathering's id without the period at its end. A
-- week is of the month of its Thursday. `piece` tells the parts of a gathering apart: '' its own count, or the total of its own day.
CREATE OR REPLACE VIEW engagement.visit_parts AS
SELECT
    *,
    multiIf(
        grain = 2, countIf(visits IS NOT NULL AND grain = 1) OVER (PARTITION BY programme, place, first_day) > 0,
        grain = 3, countIf(visits IS NOT NULL AND grain < 3) OVER (PARTITION BY programme, place, toMonday(first_day)) > 0,
        grain = 4, countIf(visits IS NOT NULL AND grain < 4 AND counts_in_week) OVER (PARTITION BY programme, place, month) > 0,
        false
    ) AS finer_known
FROM
(
    SELECT
        *,
        grain != 3 OR countIf(visits IS NOT NULL AND grain < 3) OVER (PARTITION BY programme, place, toMonday(first_day)) = 0
            AS counts_in_week
    FROM
    (
        SELECT
            * EXCEPT (totals, day, month, part),
            part.1 AS grain,
            part.2 AS first_day,
            part.2 AS day,
            toStartOfMonth(if(grain = 3, first_day + 3, first_day)) AS month,
            part.3 AS visits,
            if(part.4, '', ['gathering ', 'day ', 'week ', 'month '][grain] || toString(first_day)) AS piece,
            if(venue = '', replaceRegexpOne(gathering, ':\\d{4}(-\\d\\d(-\\d\\d)?|-?W\\d\\d)?$', ''), venue) AS place
        FROM
        (
            SELECT
                *,
                engagement_estimate(door, sheet, peak, coalesce(door, sheet)) AS best,
                arrayJoin(
                    if(
                        best.2 = 'sheet',
                        arrayMap(
                            total -> (
                                toUInt8(indexOf(['', 'day', 'week', 'month'], toString(total.period))),
                                total.first_day,
                                toNullable(total.visits),
                                total.period = 'day' AND total.first_day = day
                            ),
                            totals
                        ),
                        [(toUInt8(1), day, best.1, true)]
                    )
                ) AS part
            FROM engagement.every_gathering
        )
    )
)
