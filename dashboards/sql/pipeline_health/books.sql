SELECT topic, consumed, accepted, dead_letters, missing, doubled, balanced
FROM published.pipeline_books
ORDER BY topic
LIMIT 20
