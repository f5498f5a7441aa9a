-- Which of a parent's cells are withheld (1) or shown (0); arguments as of engagement_sound, in public order. All of them,
-- where that is not sound. Else the small and the marked; with them, in public order, as many others as it takes until what
-- is withheld leaves room for one more k beside what all of it can be known to be: two cells at least, and not each of them
-- k - 1. Then a small cell can be anything from what it is known to be at least to k more, even for who knows this rule, the
-- order, and which others are k or more.
CREATE OR REPLACE FUNCTION engagement_withheld AS (counts, marked, least, k) ->
arrayMap(
    (ns, must, lows) ->
        arrayMap(
            (is_must, place, room, wanted, others) -> is_must OR room < wanted OR place <= others,
            must,
            -- The cell's place among those that need not be withheld.
            arrayCumSum(is_must -> NOT is_must, must),
            -- The room that those before it add.
            arrayPopBack(
                arrayPushFront(
                    arrayCumSum((n, low, is_must) -> if(is_must, 0, toInt64(n) - greatest(k, low)), ns, lows, must), 0
                )
            ),
            -- The room that they have to add: what those that must be withheld leave of k. More than there can be, where
            -- all are withheld.
            arrayWithConstant(
                length(ns),
                multiIf(
                    NOT engagement_sound(ns, must, lows, k), toInt64(arraySum(ns)) + 1,
                    NOT has(must, 1), 0,
                    k - arraySum((n, low, is_must) -> if(is_must, toInt64(n) - low, 0), ns, lows, must)
                )
            ),
            -- How many others it takes at least.
            arrayWithConstant(
                length(ns),
                multiIf(
                    NOT has(must, 1), 0,
                    arraySum(must) = 1 OR arrayAll((n, is_must) -> n = k - 1 OR NOT is_must, ns, must), 1,
                    0
                )
            )
        ),
    [counts],
    [arrayMap((n, is_marked) -> n < k OR is_marked, counts, marked)],
    [least]
)[1]
