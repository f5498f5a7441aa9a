-- What theme nights bring: their visits over the mean of ordinary nights of youth centres in the same district, on the same
-- weekday, at most four weeks away; of gatherings whose visits are shown. `uplift` is the geometric mean of these ratios less
-- 1, `low` and `high` its interval for 95 % (normal, on logarithms), from five theme nights on.
CREATE OR REPLACE VIEW candidates.theme_nights DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    month,
    count() AS theme_nights,
    sum(ordinary_nights) AS ordinary_nights,
    exp(avg(ratio)) - 1 AS uplift,
    if(theme_nights < 5, NULL, exp(avg(ratio) - 1.959964 * stddevSamp(ratio) / sqrt(theme_nights)) - 1) AS low,
    if(theme_nights < 5, NULL, exp(avg(ratio) + 1.959964 * stddevSamp(ratio) / sqrt(theme_nights)) - 1) AS high
FROM
(
    SELECT
        toStartOfMonth(theme.1) AS month,
        arrayFilter(
            night -> toDayOfWeek(night.1) = toDayOfWeek(theme.1) AND abs(night.1 - theme.1) BETWEEN 1 AND 28, ordinary
        ) AS near,
        length(near) AS ordinary_nights,
        log(theme.2 / arrayAvg(night -> night.2, near)) AS ratio
    FROM
    (
        SELECT
            groupArrayIf((count.day, assumeNotNull(count.visits)), programme = 'theme-night') AS themes,
            groupArrayIf((count.day, assumeNotNull(count.visits)), programme = 'youth-centre') AS ordinary
        FROM candidates.gatherings AS nights
        ARRAY JOIN counts AS count
        WHERE programme IN ('theme-night', 'youth-centre') AND nights.district != '' AND count.visits > 0 AND count.grain <= 2
        GROUP BY nights.district
    )
    ARRAY JOIN themes AS theme
    WHERE notEmpty(near)
)
GROUP BY month
