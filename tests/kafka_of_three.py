"""Apache Kafka of three nodes on one machine: replicated topics, and leaders that can be killed."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kafka import KafkaAdminClient

from embedded.kafka import Kafka
from embedded.kafka_probe import is_ready
from embedded.ports import HOST, free_port
from tests.pipeline import eventually

__all__ = ["KafkaOfThree"]

NODES = 3
CLUSTER_ID = "S3yYBvBXQfWMvJ1oZ0c0tA"


@dataclass(frozen=True, slots=True)
class Place:
    """A node's number and ports."""

    node: int
    port: int
    controller_port: int


class Node(Kafka):
    """One of the nodes, broker and controller at once."""

    def __init__(self, folder: Path, place: Place, places: Sequence[Place]) -> None:
        super().__init__(folder / f"node-{place.node}", port=place.port, heap_mb=256)
        self.place = place
        self._places = places
        self._controller_port = place.controller_port

    def _cluster_id(self) -> str:
        return CLUSTER_ID

    def _settings(self) -> dict[str, object]:
        voters = ",".join(f"{one.node}@{HOST}:{one.controller_port}" for one in self._places)
        replicated = ("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")
        return {
            **super()._settings(),
            "node.id": self.place.node,
            "controller.quorum.voters": voters,
            **{f"{name}.replication.factor": NODES for name in replicated},
            "transaction.state.log.min.isr": 2,
            "share.coordinator.state.topic.min.isr": 2,
            "min.insync.replicas": 2,
        }

    def _answers(self) -> bool:
        """Whether its process is there: the first of three cannot answer before the second is."""
        return self.running

    def wait_until_it_answers(self) -> None:
        eventually(lambda: is_ready(HOST, self.port), bool, seconds=120, what=f"node {self.place.node} answers")


class KafkaOfThree:
    """Three nodes from enter to exit; `bootstrap` names all of them."""

    def __init__(self, folder: Path) -> None:
        places = [Place(number, free_port(), free_port()) for number in range(1, NODES + 1)]
        self.nodes = [Node(folder, place, places) for place in places]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for node in self.nodes:
                stack.enter_context(node)
            for node in self.nodes:
                node.wait_until_it_answers()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def running(self) -> bool:
        """Whether all of them are."""
        return all(node.running for node in self.nodes)

    @property
    def bootstrap(self) -> str:
        """``HOST:PORT,HOST:PORT,HOST:PORT``."""
        return ",".join(node.bootstrap for node in self.nodes)

    def in_sync(self, topics: Sequence[str]) -> list[int]:
        """Return how many replicas of each partition of the topics are in sync."""
        return [len(part["isr_nodes"]) for part in self._partitions(topics)]

    def leader(self, topic: str) -> Node:
        """Return the node that leads most partitions of a topic."""
        leaders = [part["leader_id"] for part in self._partitions([topic])]
        return next(node for node in self.nodes if node.place.node == max(leaders, key=leaders.count))

    def _partitions(self, topics: Sequence[str]) -> list[dict[str, Any]]:
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap.split(","))
        try:
            return [part for topic in admin.describe_topics(list(topics)) for part in topic["partitions"]]
        finally:
            admin.close()
