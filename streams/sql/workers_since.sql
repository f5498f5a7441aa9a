-- Which workers stored a batch since an instant, and when each did last.
SELECT worker, max(booked)
FROM engagement.batches
WHERE booked >= {since:DateTime64(3, 'UTC')}
GROUP BY worker
ORDER BY worker
