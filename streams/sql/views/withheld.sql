-- Which of a parent's cells are withheld (1) or shown (0); arguments as of engagement_sound, in public order. All of them,
-- where that is not sound. Else the small and the marked; with them, in public order, as many others as it takes until what
-- is withheld leaves room for one more k beside what all of it can be known to be: two cells at least, and not each of them
-- k - 1. Then a small cell can be anything from what it is known to be at least to k more, even for who knows this rule, the
-- order, and which others are k or more.
CREATE OR REPLACE FUNCTION engagement_withheld AS (counts, marked, least, k) ->
arrayMap(
    (count, is_marked, place) ->
        NOT engagement_sound(counts, marked, least, k)
        OR count < k
        OR is_marked
        OR NOT arrayExists(
            (room, j) ->
                j < place
                AND (
                    arrayCount((n, is_marked) -> n < k OR is_marked, counts, marked) = 0
                    OR (
                        arraySum((n, is_marked, low) -> if(n < k OR is_marked, toInt64(n) - low, 0), counts, marked, least)
                            + room >= k
                        AND arrayCount((n, is_marked) -> n < k OR is_marked, counts, marked) + j >= 2
                        AND (j > 0 OR arrayCount((n, is_marked) -> (n < k OR is_marked) AND n != k - 1, counts, marked) > 0)
                    )
                ),
            arrayPushFront(
                arrayCumSum(
                    arrayMap(
                        (n, low) -> toInt64(n) - greatest(k, low),
                        arrayFilter((n, is_marked) -> n >= k AND NOT is_marked, counts, marked),
                        arrayFilter((low, n, is_marked) -> n >= k AND NOT is_marked, least, counts, marked)
                    )
                ),
                0
            ),
            range(arrayCount((n, is_marked) -> n >= k AND NOT is_marked, counts, marked) + 1)
        ),
    counts,
    marked,
    arrayCumSum((n, is_marked) -> n >= k AND NOT is_marked, counts, marked)
)
