-- How far a programme's visits spread over the home districts that are shown. `evenness` is the entropy of their shares over
-- its greatest value for 35 homes (E. C. Pielou 1966, J. Theor. Biol. 13, 131): 0 all from one district, 1 from all alike.
-- `dissimilarity` is the share that would have to come from other districts to be like the city's residents (O. D. Duncan,
-- B. Duncan 1955, Am. Sociol. Rev. 20, 210): 0 like the city. `coverage` is the share of visits that this is made from.
CREATE OR REPLACE VIEW candidates.mixing DEFINER = CURRENT_USER SQL SECURITY DEFINER AS
SELECT
    homes.month AS month,
    homes.programme AS programme,
    homes.visits AS visits_with_home,
    homes.visits / nullIf(homes.total, 0) AS coverage,
    arraySum(n -> -(n / homes.visits) * log(n / homes.visits), homes.all) / log(35) AS evenness,
    if(
        homes.in_city = 0,
        NULL,
        0.5 * (
            arraySum((n, residents) -> abs(n / homes.in_city - residents / city.residents), homes.counts, homes.residents)
            + 1 - arraySum(homes.residents) / city.residents
        )
    ) AS dissimilarity
FROM
(
    SELECT
        month,
        programme,
        any(engagement_rounded(cells.total, rounding)) AS total,
        groupArray(engagement_rounded(cells.visits, rounding) AS shown) AS all,
        arraySum(all) AS visits,
        groupArrayIf(shown, cells.residents > 0) AS counts,
        groupArrayIf(cells.residents, cells.residents > 0) AS residents,
        arraySum(counts) AS in_city
    FROM engagement.home_cells AS cells
    WHERE NOT cells.withheld AND cells.home_district != ''
    GROUP BY month, programme
) AS homes
CROSS JOIN (SELECT toInt64(sum(population)) AS residents FROM engagement.districts FINAL) AS city
