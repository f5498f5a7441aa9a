-- When the last batch was stored; 1970 where there is none.
SELECT max(booked) FROM engagement.batches
