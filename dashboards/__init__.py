"""What people see: panels as code, and their publishing to Grafana. Nothing is built yet; the views to read exist."""
