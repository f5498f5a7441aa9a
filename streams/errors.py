"""The errors of the stream, split by what the worker does about them.

StreamError
├── Recoverable   try again later; offsets wait
│   ├── ReleaseRunningError
│   ├── StaleBatchError
│   └── StoreUnavailableError
├── Invalid       this can never be accepted as it is; a message becomes a dead letter
│   ├── NoPersonsError
│   └── ActRefusedError
└── Fatal         stop loudly; offsets stay where they are
    ├── StoreRefusedError
    │   ├── NotPermittedError
    │   └── StoreMemoryError
    ├── DeadLetterLimitError
    ├── IncompatibleLibraryError
    ├── KafkaRefusedError
    ├── MigrationError
    └── TopicError
"""

__all__ = [
    "ActRefusedError",
    "DeadLetterLimitError",
    "Fatal",
    "IncompatibleLibraryError",
    "Invalid",
    "KafkaRefusedError",
    "MigrationError",
    "NoPersonsError",
    "NotPermittedError",
    "Recoverable",
    "ReleaseRunningError",
    "StaleBatchError",
    "StoreMemoryError",
    "StoreRefusedError",
    "StoreUnavailableError",
    "StreamError",
    "TopicError",
]


class StreamError(Exception):
    """Everything that this package raises on purpose."""


class Recoverable(StreamError):  # noqa: N818  named as what the worker can do about it
    """What failed may succeed later, unchanged."""


class Invalid(StreamError):  # noqa: N818  named as what the worker can do about it
    """What was handed over will never be accepted as it is: a message that breaks its contract, a wrong request."""


class Fatal(StreamError):  # noqa: N818  named as what the worker can do about it
    """Going on would lose or damage data."""


class ReleaseRunningError(Recoverable):
    """Another release is being made; nothing was changed."""


class ActRefusedError(Invalid):
    """A repair that was asked for cannot be done as it was asked; nothing was changed."""


class NoPersonsError(Invalid):
    """A programme that says nothing of persons was asked about one."""


class StoreUnavailableError(Recoverable):
    """ClickHouse does not answer, or answers that it cannot right now."""


class IncompatibleLibraryError(Fatal):
    """A library lacks a private name that the transport relies on; it is of another version than was tried."""


class StaleBatchError(Recoverable):
    """A batch waited so long for ClickHouse that it must be read and judged again; nothing of it is acknowledged."""


class StoreRefusedError(Fatal):
    """ClickHouse refuses a statement for good: a table is missing, a right is missing, a type is wrong."""


class StoreMemoryError(StoreRefusedError):
    """A statement takes more memory than ClickHouse allows it; the same for fewer rows may succeed."""


class NotPermittedError(StoreRefusedError):
    """ClickHouse does not give this user the right to a table or to a statement."""


class DeadLetterLimitError(Fatal):
    """So many events of so many known sources are refused that the fault is more likely here than with them."""


class KafkaRefusedError(Fatal):
    """Kafka answers, and refuses us: TLS, a certificate, a password or a right does not fit."""


class MigrationError(Fatal):
    """The database is not at the version that this release works with, and cannot be brought there."""


class TopicError(Fatal):
    """A topic is missing or configured so that events would be judged wrongly."""
