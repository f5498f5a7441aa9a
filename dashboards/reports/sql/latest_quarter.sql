SELECT maxOrNull(quarter) AS latest
FROM (SELECT quarter FROM published.concerns UNION ALL SELECT quarter FROM published.referrals)
WHERE quarter <= {end:Date}
