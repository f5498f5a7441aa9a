-- How full each open gathering is: 1 is full. Of those alone that many people have come to, to the nearest ten people.
SELECT
    inside.gathering AS gathering,
    if(inside.name_fi = '', inside.gathering, inside.name_fi) AS name_fi,
    if(inside.name_sv = '', inside.gathering, inside.name_sv) AS name_sv,
    if(inside.name_en = '', inside.gathering, inside.name_en) AS name_en,
    inside.about / inside.capacity AS share
FROM published.inside AS inside
WHERE inside.state = 'counted' AND inside.capacity > 0
ORDER BY gathering
LIMIT 200
