-- The cells of a parent, each with whether it is withheld (1); none of them, if they could be told from their total.
CREATE OR REPLACE FUNCTION engagement_parts AS (cells, counts, k) ->
if(
    engagement_sound(counts, arrayMap(n -> false, counts), arrayMap(n -> 1, counts), k),
    arrayZip(cells, engagement_withheld(counts, arrayMap(n -> false, counts), arrayMap(n -> 1, counts), k)),
    []
)
