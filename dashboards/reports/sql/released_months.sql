SELECT month, max(edition) AS edition, min(final) AS final, max(running) AS running
FROM published.months
GROUP BY month
ORDER BY month
