-- The groups that came to one gathering. They are no visits, and are not part of who is inside.
SELECT
    programme,
    gathering,
    groups,
    people,
    accompanying,
    computed
FROM engagement.group_participation FINAL
WHERE gathering_key = reinterpretAsUInt128(sipHash128({programme:String}, {gathering:String}))
    AND programme = {programme:String}
    AND gathering = {gathering:String}
