-- The cells of a parent, each with whether it is withheld (1); none of them, if they could be told from their total.
-- A function's arguments are put into it as text: the outer arrayMap has each of them resolved and computed once.
CREATE OR REPLACE FUNCTION engagement_parts AS (cells, counts, k) ->
arrayMap(
    (all, ns, none, ones) -> if(
        engagement_sound(ns, none, ones, k),
        arrayZip(all, engagement_withheld(ns, none, ones, k)),
        []
    ),
    [cells],
    [counts],
    [arrayMap(n -> false, counts)],
    [arrayMap(n -> 1, counts)]
)[1]
