-- How many messages were waiting when something was last stored within the window, to the nearest ten.
SELECT argMax(minutes.lag, minutes.minute) AS waiting
FROM published.pipeline_minutes AS minutes
WHERE $__timeFilter(minutes.minute)
