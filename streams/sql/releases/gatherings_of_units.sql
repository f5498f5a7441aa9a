SELECT *, toStartOfMonth(day) AS month
FROM {database:Identifier}.gatherings
WHERE has({units:Array(Tuple(Date, String))}, (toStartOfMonth(day), toString(programme))) AND state != 'not recorded'
