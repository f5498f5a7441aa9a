SELECT sumOrNull(missing + doubled) AS unaccounted
FROM published.pipeline_books
