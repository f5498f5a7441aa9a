"""What `streams` takes of Faust, mode and aiokafka, in one place; whatever is private of it is looked for at import.

A transport that hands on fetched runs as messages has to override what Faust keeps to itself, and to tell whether a
worker is a member of its group one has to ask what aiokafka tells nobody. A release that renames one of these would
fail in the middle of a rebalance, or worse, commit wrong offsets without a word. So this module is the only one that
imports the three, and it cannot be imported where a name is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from types import CodeType, FunctionType

import mode
import mode.loop
from aiokafka import AIOKafkaConsumer
from aiokafka.client import AIOKafkaClient, ConnectionGroup
from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.consumer import fetcher
from aiokafka.consumer.fetcher import FetchResult, PartitionRecords
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import Assignment, SubscriptionState, TopicPartitionState
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError, TopicAuthorizationFailedError
from aiokafka.record.default_records import DefaultRecordBatch
from aiokafka.structs import OffsetAndMetadata, TopicPartition
from faust import App, SASLCredentials, SSLCredentials, TopicT
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage
from faust.types.transports import SchedulingStrategyT
from faust.types.tuples import ack_lock
from mode import CrashingSupervisor, Service
from mode.utils.futures import notify

from streams.errors import IncompatibleLibraryError

__all__ = [
    "PROVEN_ON",
    "RELIED_ON",
    "TP",
    "App",
    "CloseReason",
    "ConnectionGroup",
    "ConsumerMessage",
    "CrashingSupervisor",
    "DefaultRecordBatch",
    "GroupAuthorizationFailedError",
    "KafkaError",
    "OffsetAndMetadata",
    "PartitionRecords",
    "SASLCredentials",
    "SSLCredentials",
    "SchedulingStrategyT",
    "Service",
    "TopicAuthorizationFailedError",
    "TopicPartition",
    "TopicT",
    "ack_lock",
    "driver",
    "fetcher",
    "notify",
    "require_names",
    "use_uvloop",
]

PROVEN_ON = {"faust-streaming": "0.15.3", "mode-streaming": "0.7.1", "aiokafka": "0.14.0"}
"""The versions with which everything below is as it is used here; the tests run on them."""

RELIED_ON: Mapping[type, Sequence[str]] = {
    driver.Consumer: (
        *("_add_gap", "_commit_tps", "_getmany", "_new_consumer_thread", "_read_offset", "_thread", "_to_message"),
        *("_unacked_messages", "_waiting_for_ack", "ack", "callback", "commit", "flow_active", "scheduler"),
        *("maybe_wait_for_commit_to_finish", "on_partitions_assigned", "on_partitions_revoked", "perform_seek"),
        "verify_event_path",
    ),
    driver.AIOKafkaConsumerThread: (
        *("_consumer", "_create_worker_consumer", "_fetch_records", "call_thread", "on_start", "thread_loop"),
    ),
    driver.Producer: ("_new_producer",),
    driver.Transport: ("Consumer", "Producer", "driver_version"),
    AIOKafkaConsumer: (
        *("_client", "_coordinator", "_fetch_max_bytes", "_fetch_max_wait_ms", "_fetcher", "_subscription"),
    ),
    AIOKafkaClient: ("_conns", "_get_conn"),
    AIOKafkaConnection: ("_writer", "close"),
    fetcher.Fetcher: ("MemoryRecords", "_create_fetch_waiter", "_records"),
    FetchResult: ("_partition_records",),
    PartitionRecords: ("_records", "_tp", "next_fetch_offset"),
    GroupCoordinator: (
        *("_closing", "_commit_lock", "_coordination_task", "_do_commit_offsets", "_do_heartbeat"),
        *("_start_heartbeat_task", "check_errors", "coordinator_id", "generation", "request_rejoin"),
    ),
    SubscriptionState: ("fetch_context", "reassignment_in_progress", "subscription"),
    Assignment: ("state_value", "tps"),
    TopicPartitionState: ("_position", "highwater"),
}
"""The names that are overridden, replaced or read and that no documentation promises, by their class."""


def require_names(relied_on: Mapping[type, Sequence[str]]) -> None:
    """Check that each class still has, or gives its instances, the names that are relied on.

    Raises:
        IncompatibleLibraryError: one of them is gone.
    """
    for owner, names in relied_on.items():
        known = set(_names_of(owner))
        for name in names:
            if name not in known:
                library = owner.__module__.partition(".")[0]
                distribution = {"faust": "faust-streaming", "mode": "mode-streaming"}.get(library, library)
                raise IncompatibleLibraryError(
                    f"{distribution} {metadata.version(distribution)} has no {owner.__name__}.{name}, on which the "
                    f"transport relies; install {distribution}=={PROVEN_ON[distribution]}"
                )


def use_uvloop() -> None:
    """Make uvloop the event loop of this thread and of the one that fetches."""
    mode.loop.use("uvloop")


def _names_of(owner: type) -> Iterator[str]:
    """Return the attributes of a class, and all names that its methods get or set, of instances among them."""
    for kind in owner.__mro__:
        if kind is not object:
            for name, value in vars(kind).items():
                yield name
                for function in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
                    if isinstance(function, FunctionType):
                        yield from _names_in(function.__code__)


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


require_names(RELIED_ON)
