-- How many topics have a message that is in no outcome, or in more than one.
SELECT countIf(NOT books.balanced) AS unbalanced
FROM published.pipeline_books AS books
