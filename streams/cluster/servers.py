"""What a cluster's servers have to be told: who they are, where the others are, and how they read and write."""

from collections.abc import Mapping

from streams.cluster.plan import ClusterPlan

__all__ = ["servers_xml", "settings_of", "users_xml"]

_PROFILES = ("default", "engage_reader")


def settings_of(plan: ClusterPlan) -> Mapping[str, int]:
    """Give the settings without which numbers would be wrong on a cluster."""
    return {
        # An insert returns when the shards have it, so that it can be acknowledged and recomputed from.
        "distributed_foreground_insert": 1,
        # And when every replica has it, so that a recompute sees it whichever it reads.
        "insert_quorum": plan.replicas,
        "insert_quorum_parallel": 1,
        # A block that was erased since may come again, by a backfill say; facts are idempotent by themselves.
        "insert_deduplicate": 0,
        # What a statement joins with or looks up in, the session's `touched` too, is read once and sent to all shards.
        "prefer_global_in_and_join": 1,
        # Else a recompute is sent whole to each shard, where the session's `touched` is not.
        "parallel_distributed_insert_select": 0,
        # Where shards are missing, no answer: a part of the city must not pass for all of it.
        "skip_unavailable_shards": 0,
    }


def users_xml(plan: ClusterPlan) -> str:
    """Give the file for users.d, the same on every server."""
    settings = [f"            <{name}>{value}</{name}>" for name, value in settings_of(plan).items()]
    profiles = [line for name in _PROFILES for line in (f"        <{name}>", *settings, f"        </{name}>")]
    return "\n".join(["<clickhouse>", "    <profiles>", *profiles, "    </profiles>", "</clickhouse>", ""])


def servers_xml(plan: ClusterPlan, shard: int, replica: int) -> str:
    """Give the file for config.d of one server. The password of the others' user comes from the environment."""
    shards = []
    for number in range(1, plan.shards + 1):
        shards += ["            <shard>", "                <internal_replication>true</internal_replication>"]
        for host in plan.hosts_of(number):
            shards.append(f"                <replica><host>{host}</host><port>9000</port></replica>")
        shards.append("            </shard>")
    return "\n".join(
        [
            "<clickhouse>",
            "    <macros>",
            f"        <cluster>{plan.name}</cluster>",
            f"        <shard>{shard}</shard>",
            f"        <replica>{replica}</replica>",
            "    </macros>",
            "    <remote_servers>",
            f"        <{plan.name}>",
            '            <secret from_env="CLICKHOUSE_CLUSTER_SECRET"/>',
            *shards,
            f"        </{plan.name}>",
            "    </remote_servers>",
            "</clickhouse>",
            "",
        ]
    )
