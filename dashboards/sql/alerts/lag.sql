-- How many messages were waiting when something was last stored within the window, to the nearest ten.
SELECT argMax(hours.lag, hours.hour) AS waiting
FROM published.pipeline_hours AS hours
WHERE $__timeFilter(hours.hour)
