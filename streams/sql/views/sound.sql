-- Whether a parent's cells can be shown at all beside its total: whether withholding all of them would say nothing of a
-- small one. `counts` are the cells' counts, all above 0; `marked` marks cells that must be withheld though they are not
-- small; `least` is what everybody can know each to be at least (1, or how many parts of it are listed); k is the threshold.
-- Either nothing must be withheld; or there are two cells at least, not each of them k - 1, and the total leaves room for
-- one more k beside what all can be known to be: `least` where it must be withheld, else k or `least`, whichever is more.
CREATE OR REPLACE FUNCTION engagement_sound AS (counts, marked, least, k) ->
arrayMap(
    (ns, must, lows) ->
        arraySum(ns) >= k
        AND (
            NOT has(must, 1)
            OR (
                length(ns) >= 2
                AND arrayExists(n -> n != k - 1, ns)
                AND arraySum(ns) >= k + arraySum((low, is_must) -> if(is_must, low, greatest(k, low)), lows, must)
            )
        ),
    [counts],
    [arrayMap((n, is_marked) -> n < k OR is_marked, counts, marked)],
    [least]
)[1]
