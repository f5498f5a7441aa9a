-- Visits by age band, as finely by area as can be shown: a district where each band has none or enough, the rest together
-- as `other-districts`, or the whole city (`helsinki`); wider bands where the city's are too small. '' is not given.
CREATE OR REPLACE VIEW candidates.age_bands DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    programme,
    area,
    part.1 AS age_band,
    if(withheld, NULL, engagement_rounded(part.2, rounding)) AS visits,
    if(withheld, 'suppressed', 'counted') AS state
FROM engagement.age_band_areas
ARRAY JOIN arrayZip(bands, counts) AS part
