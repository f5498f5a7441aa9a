-- Which share of the messages of the window are dead letters; 0 where there are fewer than 20 of these.
SELECT if(letters < 20, 0, letters / greatest(messages, letters)) AS share
FROM
(
    SELECT
        (SELECT sum(dead_letters) FROM published.pipeline_dead_letters WHERE $__timeFilter(hour)) AS letters,
        (SELECT sum(messages) FROM published.pipeline_hours WHERE $__timeFilter(hour)) AS messages
)
