SELECT sumOrNull(letters.dead_letters) AS dead_letters
FROM published.pipeline_dead_letters AS letters
WHERE $__timeFilter(hour)
