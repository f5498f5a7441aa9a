-- What was accepted of the programmes, gatherings and sources given and is likely wrong, newest first. Of a place's sheets only which
-- month or week it is about is shown: their numbers may be of gatherings of others.
SELECT
    flag,
    programme,
    gathering,
    source,
    id,
    if(flag = 'sheets-differ', splitByString(': ', flags.detail)[1], flags.detail) AS detail,
    noticed
FROM engagement.flags AS flags
WHERE programme IN {programmes:Array(String)}
    AND noticed >= {since:DateTime64(3, 'UTC')}
    AND (
        source = ''
        OR has({sources:Array(String)}, source)
        OR arrayExists(start -> startsWith(source, start), {source_beginnings:Array(String)})
    )
    AND (
        has({whole:Array(String)}, gathering)
        OR arrayExists(
            start -> startsWith(if(flag = 'sheets-differ', gathering || ':', gathering), start), {beginnings:Array(String)}
        )
    )
ORDER BY noticed DESC, flag, programme, gathering, source, id
LIMIT {most:UInt32}
