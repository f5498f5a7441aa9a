-- What is stored of a sheet, retracted counts too: the revision that a change has to pass.
SELECT
    id,
    revision,
    retracted,
    visits
FROM engagement.period_counts FINAL
WHERE programme = {programme:String}
    AND source = {source:String}
