"""The database on a ClickHouse cluster: its statements and its servers' configuration, written as files."""
