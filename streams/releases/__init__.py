"""What people may read: numbers that are computed once, when their period is closed, and stored."""
