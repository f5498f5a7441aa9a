SELECT name FROM system.databases WHERE startsWith(name, 'engagement_scratch_')
