-- The counts that gatherings are made of, each in its own month: a book of sheets may have several.
SELECT programme, gathering, count.piece, count.grain, count.day, count.month AS month, count.visits, count.state, district
FROM {database:Identifier}.gatherings
ARRAY JOIN counts AS count
WHERE has({units:Array(Tuple(Date, String))}, (count.month, toString(programme))) AND count.state != 'not recorded'
