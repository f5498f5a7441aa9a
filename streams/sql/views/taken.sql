-- How many of the sound vectors, in public order, must join the unsound ones until every number of their sum is 0, or k and
-- more. 0 where none is unsound; -1 where even all together are not sound.
CREATE OR REPLACE FUNCTION engagement_taken AS (unsound, sound, k) ->
if(
    empty(unsound),
    0,
    toInt32(
        arrayFirstIndex(
            j -> arrayAll(n -> n = 0 OR n >= k, arrayReduce('sumForEach', arrayConcat(unsound, arraySlice(sound, 1, j)))),
            range(length(sound) + 1)
        )
    ) - 1
)
