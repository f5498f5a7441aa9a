-- Which of the gatherings given have facts from before `cutoff`, so that some may be deleted already.
-- `gatherings`: a line each, programme and gathering parted by a tab.
SELECT programme, gathering, oldest_fact
FROM engagement.participation FINAL
WHERE gathering_key IN
(
    SELECT reinterpretAsUInt128(sipHash128(line[1], line[2]))
    FROM (SELECT splitByChar('\t', arrayJoin(splitByChar('\n', {gatherings:String}))) AS line)
)
AND oldest_fact < {cutoff:DateTime64(3, 'UTC')}
