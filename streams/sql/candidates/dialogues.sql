-- Dialogues of the Preventive Policing Unit by month, all sections together: sessions, how many of them with other agencies
-- and with a follow-up agreed, and what they were about. A theme is shown from three sessions on.
CREATE OR REPLACE VIEW candidates.dialogues DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    known.month AS month,
    known.programme AS programme,
    sum(dialogue.sessions) AS sessions,
    sum(dialogue.multi_professional) AS multi_professional,
    sum(dialogue.follow_ups) AS follow_ups,
    sum(dialogue.follow_ups_known) AS follow_ups_known,
    mapFilter((theme, count) -> count >= 3, sumMap(dialogue.themes)) AS themes
FROM engagement.dialogue FINAL
INNER JOIN engagement.gathering_days AS known
    ON known.programme = dialogue.programme AND known.gathering = dialogue.gathering
GROUP BY known.month, known.programme
