SELECT sumOrNull(answers * share_positive) / nullIf(sumOrNull(answers), 0) AS share
FROM published.pulse
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND question = 'trust'
    AND moment = 'after'
HAVING count() > 0
