-- Dead letters by the hour in which Kafka appended them; of all programmes together, and nothing of what they say.
CREATE OR REPLACE VIEW candidates.pipeline_dead_letters DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    toStartOfHour(appended) AS hour,
    reason,
    count() AS dead_letters
FROM engagement.quarantine FINAL
GROUP BY hour, reason
