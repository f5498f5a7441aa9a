-- Whether a total's two parts, one of them `portion`, are withheld: where either is small, unless that says nothing of it; and
-- of a total of k or less always, so that parts that are withheld may be none, or k.
CREATE OR REPLACE FUNCTION engagement_divided AS (whole, portion, k) ->
arrayMap(
    parts -> whole <= k OR arrayCount(cell -> cell.2 = 0, engagement_parts(parts, parts, k)) < length(parts),
    [arrayFilter(n -> n > 0, [toInt64(whole) - toInt64(portion), toInt64(portion)])]
)[1]
