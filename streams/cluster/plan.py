"""How many servers a cluster has, and what they are called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ClusterPlan"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class ClusterPlan:
    """A cluster: `shards` that split the gatherings among them, each kept by so many `replicas`.

    `host` is what servers are called, with `{shard}` and `{replica}`, both counted from 1; `name` is the cluster's name
    in ClickHouse.

    Raises:
        ValueError: a number is below 1, the name is none, or two servers would have the same host.
    """

    shards: int = 2
    replicas: int = 2
    name: str = "engagement"
    host: str = "clickhouse-{shard}-{replica}"

    def __post_init__(self) -> None:
        for what, count in (("shards", self.shards), ("replicas", self.replicas)):
            if count < 1:
                raise ValueError(f"{count} {what}: a cluster has 1 or more")
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"cluster {self.name!r}: give small letters, digits and _, the first a letter")
        if len(set(self.hosts)) < self.shards * self.replicas:
            raise ValueError(f"host {self.host!r} names two servers alike; write {{shard}} and {{replica}} into it")

    @property
    def hosts(self) -> Sequence[str]:
        """Every server, shard by shard."""
        return [host for shard in range(1, self.shards + 1) for host in self.hosts_of(shard)]

    def hosts_of(self, shard: int) -> Sequence[str]:
        """The servers that keep one shard."""
        return [
            self.host.replace("{shard}", str(shard)).replace("{replica}", str(replica))
            for replica in range(1, self.replicas + 1)
        ]
