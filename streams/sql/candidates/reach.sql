-- Visits per 1,000 residents of an age band in the whole city (population at the end of 2010): sums of what `age_bands`
-- shows. By home district it stands in `home_districts`.
CREATE OR REPLACE VIEW candidates.reach DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    shown.month AS month,
    shown.programme AS programme,
    shown.age_band AS age_band,
    sum(shown.visits) AS visits,
    visits * 1000 / any(city.residents) AS per_1000_residents
FROM candidates.age_bands AS shown
INNER JOIN
(
    SELECT band.1 AS age_band, toInt64(sum(band.2)) AS residents
    FROM engagement.districts FINAL
    ARRAY JOIN arrayZip(mapKeys(population_by_age_band), mapValues(population_by_age_band)) AS band
    GROUP BY age_band
) AS city
    ON city.age_band = shown.age_band
WHERE shown.state = 'counted'
GROUP BY shown.month, shown.programme, shown.age_band
