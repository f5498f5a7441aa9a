-- The events that were amended and whose first revision has not been seen.
SELECT DISTINCT programme, source, id
FROM engagement.amendments
WHERE (programme, event_key) IN
(
    SELECT programme, event_key
    FROM engagement.amendments
    GROUP BY programme, event_key
    HAVING min(revision) > 1
)
SETTINGS max_threads = 1
