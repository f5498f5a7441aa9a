-- Which of a parent's cells are withheld (1) or shown (0); arguments as of engagement_sound, in public order. All of them,
-- where that is not sound. Else the small and the marked; with them, in public order, as many others as it takes until what
-- is withheld leaves room for one more k beside what all of it can be known to be: two cells at least, and not each of them
-- k - 1. Then a small cell can be anything from what it is known to be at least to k more, even for who knows this rule, the
-- order, and which others are k or more.
CREATE OR REPLACE FUNCTION engagement_withheld AS (counts, marked, least, k) ->
arrayMap(
    (ns, flags, lows) ->
        arrayMap(
            (n, is_marked, place, last) -> n < k OR is_marked OR place <= last,
            ns,
            flags,
            arrayCumSum((n, is_marked) -> n >= k AND NOT is_marked, ns, flags),
            -- The place, among those that need not be withheld, of the last that is.
            arrayWithConstant(
                length(ns),
                multiIf(
                    NOT engagement_sound(ns, flags, lows, k), length(ns),
                    arrayCount((n, is_marked) -> n < k OR is_marked, ns, flags) = 0, 0,
                    arrayFirstIndex(
                        hides -> hides,
                        -- After the last place: all of them, whatever they hide.
                        arrayPushBack(
                            arrayMap(
                                (room, place, sure, must, unlike) ->
                                    room + sure >= k AND must + place >= 2 AND (place > 0 OR unlike > 0),
                                -- The room that the first so many of them add.
                                arrayPushFront(
                                    arrayCumSum(
                                        arrayMap(
                                            (n, low) -> toInt64(n) - greatest(k, low),
                                            arrayFilter((n, is_marked) -> n >= k AND NOT is_marked, ns, flags),
                                            arrayFilter((low, n, is_marked) -> n >= k AND NOT is_marked, lows, ns, flags)
                                        )
                                    ),
                                    0
                                ),
                                range(arrayCount((n, is_marked) -> n >= k AND NOT is_marked, ns, flags) + 1),
                                arrayWithConstant(
                                    arrayCount((n, is_marked) -> n >= k AND NOT is_marked, ns, flags) + 1,
                                    arraySum(
                                        (n, is_marked, low) -> if(n < k OR is_marked, toInt64(n) - low, 0), ns, flags, lows
                                    )
                                ),
                                arrayWithConstant(
                                    arrayCount((n, is_marked) -> n >= k AND NOT is_marked, ns, flags) + 1,
                                    arrayCount((n, is_marked) -> n < k OR is_marked, ns, flags)
                                ),
                                arrayWithConstant(
                                    arrayCount((n, is_marked) -> n >= k AND NOT is_marked, ns, flags) + 1,
                                    arrayCount((n, is_marked) -> (n < k OR is_marked) AND n != k - 1, ns, flags)
                                )
                            ),
                            1
                        )
                    ) - 1
                )
            )
        ),
    [counts],
    [marked],
    [least]
)[1]
