-- Dialogues of the Preventive Policing Unit by section and month: sessions, which are occasions and always shown, and
-- participants.
CREATE OR REPLACE VIEW candidates.dialogue_sections DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    section,
    held[section] AS sessions,
    if(state = 'suppressed', NULL, engagement_rounded(people[section], rounding)) AS participants,
    if(people[section] > 0 AND NOT has(shown, section), 'suppressed', 'counted') AS state
FROM
(
    SELECT
        known.month AS month,
        known.programme AS programme,
        any(programmes.threshold) AS threshold,
        any(programmes.rounding) AS rounding,
        sumMap(dialogue.sessions_by_section) AS held,
        sumMap(dialogue.by_section) AS people,
        arraySort(
            arrayFilter(cell -> cell.2 > 0, arrayZip(mapKeys(people), mapValues(people)))
        ) AS cells,
        arrayMap(
            cell -> cell.1.1,
            arrayFilter(
                cell -> cell.2 = 0, engagement_parts(cells, arrayMap(cell -> cell.2, cells), threshold)
            )
        ) AS shown
    FROM engagement.dialogue FINAL
    INNER JOIN engagement.gathering_days AS known
        ON known.programme = dialogue.programme AND known.gathering = dialogue.gathering
    INNER JOIN (SELECT * FROM engagement.programmes FINAL) AS programmes ON programmes.programme = known.programme
    GROUP BY known.month, known.programme
)
ARRAY JOIN mapKeys(held) AS section
