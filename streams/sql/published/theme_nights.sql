-- What theme nights bring: their visits over the mean of ordinary nights of youth centres in the same district, on the same
-- weekday, at most four weeks away; of gatherings whose visits are shown. `uplift` is the geometric mean of these ratios less
-- 1, `low` and `high` its interval for 95 % (normal, on logarithms), from five theme nights on.
CREATE OR REPLACE VIEW published.theme_nights DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
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
        theme.gathering AS gathering,
        toStartOfMonth(any(theme.day)) AS month,
        count() AS ordinary_nights,
        log(any(theme.visits) / avg(ordinary.visits)) AS ratio
    FROM published.gatherings AS theme
    INNER JOIN published.gatherings AS ordinary ON ordinary.district = theme.district
    WHERE
        theme.programme = 'theme-night'
        AND ordinary.programme = 'youth-centre'
        AND theme.district != ''
        AND theme.visits > 0
        AND ordinary.visits > 0
        AND toDayOfWeek(ordinary.day) = toDayOfWeek(theme.day)
        AND abs(ordinary.day - theme.day) BETWEEN 1 AND 28
    GROUP BY theme.gathering
)
GROUP BY month
