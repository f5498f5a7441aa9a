SELECT setting, sumOrNull(met.people) AS people
FROM published.outreach_settings AS met
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
    AND setting != ''
GROUP BY setting
ORDER BY people DESC NULLS LAST, setting
LIMIT 20
