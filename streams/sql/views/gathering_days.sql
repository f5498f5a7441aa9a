-- The gatherings up to yesterday in Helsinki: who looks twice within a day must not see single people come.
CREATE OR REPLACE VIEW engagement.gathering_days AS
SELECT * FROM engagement.every_gathering WHERE day < toDate(now(), 'Europe/Helsinki')
