SELECT DISTINCT programme, threshold FROM candidates.live_gatherings
