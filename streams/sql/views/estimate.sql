-- How many visits a gathering had, as well as that is known, where that comes from, and whether its ways of counting differ
-- widely: the rule of engagement.estimates. `at_least` is what the door, or else the sheets, counted.
CREATE OR REPLACE FUNCTION engagement_estimate AS (door, sheet, peak, at_least) ->
(
    multiIf(at_least IS NULL, peak, peak > at_least, peak, at_least),
    multiIf(
        at_least IS NULL, if(peak IS NULL, '', 'head-count'),
        peak > at_least, 'head-count',
        door IS NULL, 'sheet',
        'door'
    ),
    CAST(
        ifNull(10 * abs(toInt64(door) - toInt64(sheet)) > greatest(50, door, sheet), 0)
        OR ifNull(
            at_least IS NOT NULL
            AND 10 * (toInt64(peak) - toInt64(greatest(ifNull(door, 0), ifNull(sheet, 0)))) > greatest(50, peak),
            0
        ),
        'Bool'
    )
)
