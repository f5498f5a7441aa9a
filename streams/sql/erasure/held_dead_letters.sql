-- The dead letters of any programme in which the pseudonym stands, in capitals or not.
SELECT DISTINCT topic, partition, offset
FROM engagement.quarantine
WHERE positionCaseInsensitive(value, {visitor:String}) > 0
    OR positionCaseInsensitive(key, {visitor:String}) > 0
    OR positionCaseInsensitive(detail, {visitor:String}) > 0
    OR arrayExists(
        header ->
            positionCaseInsensitive(header.1, {visitor:String}) > 0
            OR positionCaseInsensitive(header.2, {visitor:String}) > 0,
        headers
    )
SETTINGS log_queries = 0
