"""What an error of a client means for whoever made the call: one classification for all of them."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from connections.errors import ServiceError, ServiceUnavailableError

__all__ = ["RETRIABLE_CODES", "Failure", "FailureKind", "classify"]

FailureKind = Literal["recoverable", "invalid", "fatal"]
"""Recoverable: the same call may succeed later. Invalid: this statement or message never does, another one may.
Fatal: somebody has to change the set-up first (a user, a right, a table, a certificate)."""

RETRIABLE_CODES = frozenset({3, 159, 164, 202, 203, 209, 210, 242, 243, 252, 285, 319, 373, 425, 999, 1002})
"""ClickHouse's error codes after which the same statement may succeed.

Out of ClickHouse's ErrorCodes.cpp: unexpected end of file (3), timeouts (159, 209), read-only (164, 242), too many
queries (202), no free connection (203), network (210), no space (243), too many parts (252), too few live replicas
(285), unknown status of insert (319; safe here, since facts are idempotent), session in use (373), system error (425),
Keeper (999), unknown (1002).
"""

MEMORY_LIMIT_EXCEEDED = 241

_FATAL_CODES = frozenset({60, 81, 192, 193, 194, 195, 291, 492, 497, 511, 516})
"""Also out of ErrorCodes.cpp: unknown table (60) or database (81); user, password, address, access, role (the rest)."""

_KAFKA: Mapping[FailureKind, tuple[str, ...]] = {
    "fatal": (
        "AuthorizationError",
        "IllegalSaslStateError",
        "KafkaConfigurationError",
        "SaslAuthenticationFailedError",
        "UnsupportedSaslMechanismError",
        "UnsupportedVersionError",
    ),
    "recoverable": ("RetriableError",),
    "invalid": ("BrokerResponseError", "MessageSizeTooLargeError"),
}
"""kafka-python's classes, in the order in which they are looked for. What else it raises is a client's own state."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What an error means.

    Attributes:
        kind: What can be done about it.
        code: The server's error code; None where no server gave one.
        server_wide: Whether it is the whole server that lacks memory, not this statement that takes too much.
    """

    kind: FailureKind
    code: int | None = None
    server_wide: bool = False

    @property
    def out_of_memory(self) -> bool:
        """Whether ClickHouse had too little memory for the statement: the same with fewer rows may succeed."""
        return self.code == MEMORY_LIMIT_EXCEEDED


def classify(error: BaseException) -> Failure:
    """Return what an error of clickhouse-connect, urllib3, kafka-python, a socket or of `connections` itself means.

    Memory (241) is invalid where the statement went over its own limit, recoverable where the whole server did. An
    error of none of these is invalid: it is the caller's own.
    """
    if isinstance(error, ServiceError):
        return Failure("recoverable" if isinstance(error, ServiceUnavailableError) else "fatal")
    modules = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    if "clickhouse_connect" in modules:
        return _of_clickhouse(error)
    if "kafka" in modules:
        return _of_kafka(error)
    if "urllib3" in modules or isinstance(error, (OSError, ssl.SSLError)):
        return Failure("recoverable")
    return Failure("invalid")


def _of_clickhouse(error: BaseException) -> Failure:
    from clickhouse_connect.driver.exceptions import DatabaseError, Error, OperationalError

    code = error.code if isinstance(error, Error) else None
    if code is None:
        # Without a code it was the way to ClickHouse that failed (these two types), or the client itself.
        return Failure("recoverable" if type(error) in {DatabaseError, OperationalError} else "invalid")
    if code == MEMORY_LIMIT_EXCEEDED:
        server_wide = "(total)" in str(error)
        return Failure("recoverable" if server_wide else "invalid", code, server_wide)
    if code in RETRIABLE_CODES:
        return Failure("recoverable", code)
    return Failure("fatal" if code in _FATAL_CODES else "invalid", code)


def _of_kafka(error: BaseException) -> Failure:
    classes = {kind.__name__ for kind in type(error).__mro__}
    number = getattr(error, "errno", None)
    code = number if isinstance(number, int) and number > 0 else None
    for kind, names in _KAFKA.items():
        if classes.intersection(names):
            return Failure(kind, code)
    return Failure("recoverable", code)
