"""The benchmarks: one job, several ways to do it, measured side by side. README.md says how to read them."""
