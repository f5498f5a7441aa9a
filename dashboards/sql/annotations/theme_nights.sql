SELECT
    toDateTime(day, 'Europe/Helsinki') AS time,
    coalesce(
        nullIf(multiIf(${language:singlequote} = 'fi', name_fi, ${language:singlequote} = 'sv', name_sv, name_en), ''),
        nullIf(name_fi, ''),
        gathering
    ) AS text
FROM published.gatherings
WHERE $__dateFilter(day) AND programme = 'theme-night' AND status NOT IN ('cancelled', 'postponed')
ORDER BY time DESC, gathering
LIMIT 60
