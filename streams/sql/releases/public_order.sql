-- Districts, few residents first: the order in which they cover each other.
SELECT district FROM engagement.districts FINAL ORDER BY population, district
