-- The events that were amended and whose first revision has not been seen.
SELECT programme, source, id
FROM engagement.amendments
GROUP BY programme, event_key, source, id
HAVING min(revision) > 1
