INSERT INTO releases.releases
SELECT * FROM published.releases
UNION ALL
SELECT unit.1, unit.2, unit.3, unit.4, {edition:UInt64}, toDate(now(), 'Europe/Helsinki'), {rules:String}
FROM (SELECT arrayJoin({reached:Array(Tuple(String, Date, String, String))}) AS unit)
