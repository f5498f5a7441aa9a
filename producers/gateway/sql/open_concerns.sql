-- The concerns of a scope's gatherings that nobody answered or solved yet, oldest first.
SELECT
    programme,
    gathering,
    argMinIf(source, time, happening = 'concern-raised') AS raised_by,
    argMinIf(id, time, happening = 'concern-raised') AS raised_id,
    anyIf(concerns.category, happening = 'concern-raised') AS category,
    anyIf(concerns.district, happening = 'concern-raised') AS district,
    anyIf(concerns.place_kind, happening = 'concern-raised') AS place_kind,
    minIf(time, happening = 'concern-raised') AS raised,
    argMaxIf(status, time, happening = 'concern-handled') AS step,
    argMaxIf(concerns.passed_to, time, happening = 'concern-handled') AS passed_to
FROM engagement.concerns AS concerns FINAL
WHERE NOT retracted
    AND programme IN {programmes:Array(String)}
    AND (has({whole:Array(String)}, gathering) OR arrayExists(start -> startsWith(gathering, start), {beginnings:Array(String)}))
GROUP BY programme, gathering, concern_key
HAVING countIf(happening = 'concern-raised') > 0 AND countIf(status IN ('answered', 'solved')) = 0
ORDER BY raised, programme, gathering, raised_id
LIMIT {most:UInt32}
