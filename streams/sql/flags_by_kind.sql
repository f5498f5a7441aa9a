SELECT flag, count() FROM engagement.flags GROUP BY flag ORDER BY flag
