"""Releases: the numbers that people read, computed once when their period is closed, and stored."""
