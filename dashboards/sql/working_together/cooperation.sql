SELECT
    agency,
    sumIf(pairs.gatherings, other = 'police') AS police,
    sumIf(pairs.gatherings, other = 'social-services') AS social_services,
    sumIf(pairs.gatherings, other = 'mental-health') AS mental_health,
    sumIf(pairs.gatherings, other = 'child-protection') AS child_protection,
    sumIf(pairs.gatherings, other = 'youth-work') AS youth_work,
    sumIf(pairs.gatherings, other = 'security') AS security,
    sumIf(pairs.gatherings, other = 'civil-society') AS civil_society,
    sumIf(pairs.gatherings, other = 'family-services') AS family_services,
    sumIf(pairs.gatherings, other = 'education') AS education
FROM published.cooperation AS pairs
WHERE
    month BETWEEN toDate($__fromTime, 'Europe/Helsinki') AND toDate($__toTime, 'Europe/Helsinki')
    AND $__conditionalAll(programme IN (${programme:singlequote}), $programme)
GROUP BY agency
ORDER BY
    indexOf(
        [
            'police', 'social-services', 'mental-health', 'child-protection', 'youth-work', 'security', 'civil-society',
            'family-services', 'education'
        ],
        agency
    ),
    agency
LIMIT 20
