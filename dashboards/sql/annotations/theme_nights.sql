SELECT
    toDateTime(day, 'Europe/Helsinki') AS time,
    arrayStringConcat(groupUniqArray(8)(name), ', ') AS text
FROM
(
    SELECT
        day,
        coalesce(
            nullIf(multiIf(${language:singlequote} = 'fi', name_fi, ${language:singlequote} = 'sv', name_sv, name_en), ''),
            nullIf(name_fi, ''),
            gathering
        ) AS name
    FROM published.gatherings
    WHERE
        day BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
        AND programme = 'theme-night'
        AND status NOT IN ('cancelled', 'postponed')
    ORDER BY day, gathering
)
GROUP BY day
ORDER BY time DESC
LIMIT 366
