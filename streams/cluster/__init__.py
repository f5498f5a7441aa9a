"""The database on a ClickHouse cluster: its statements and its servers' configuration, written as files."""

from streams.cluster.plan import ClusterPlan
from streams.cluster.schema import SHARDED, schema, whole_tables
from streams.cluster.servers import servers_xml, settings_of, users_xml

__all__ = ["SHARDED", "ClusterPlan", "schema", "servers_xml", "settings_of", "users_xml", "whole_tables"]
