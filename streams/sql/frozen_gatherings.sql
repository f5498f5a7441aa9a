-- Which of the gatherings given have facts from before `cutoff`, so that some may be deleted already.
SELECT programme, gathering, oldest_fact
FROM engagement.participation FINAL
WHERE (programme, gathering) IN
(
    SELECT arrayJoin(arrayZip({programmes:Array(String)}, {gatherings:Array(String)}))
)
AND oldest_fact < {cutoff:DateTime64(3, 'UTC')}
