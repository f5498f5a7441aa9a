INSERT INTO releases.decisions
SELECT {edition:UInt64}, programme, toDate(month), level, name, piece, shown = 'shown'
FROM decided
