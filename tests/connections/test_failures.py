"""What each error of Kafka's and ClickHouse's clients means is decided once."""

import ssl

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError, DataError, OperationalError, ProgrammingError
from kafka import errors as kafka
from urllib3.exceptions import MaxRetryError, ReadTimeoutError

from connections import ServiceRefusedError, ServiceUnavailableError, classify
from connections.failures import RETRIABLE_CODES, FailureKind


def refused(code: int, text: str = "DB::Exception") -> DatabaseError:
    return DatabaseError(f"code: {code}, server response: Code: {code}. {text}", code=code)


CASES: list[tuple[BaseException, FailureKind]] = [
    *[(refused(code), "recoverable") for code in sorted(RETRIABLE_CODES)],
    *[(refused(code), "fatal") for code in (60, 81, 192, 497, 516)],
    *[(refused(code), "invalid") for code in (6, 47, 53, 62, 241)],
    (refused(241, "DB::Exception: (total) memory limit exceeded: would use 1.00 GiB"), "recoverable"),
    (DatabaseError("the connection broke off"), "recoverable"),
    (OperationalError("the connection broke off"), "recoverable"),
    (ProgrammingError("no such column in the client's own table"), "invalid"),
    (DataError("a value does not fit its column"), "invalid"),
    (MaxRetryError(None, "/", None), "recoverable"),  # type: ignore[arg-type]
    (ReadTimeoutError(None, "/", "no answer"), "recoverable"),  # type: ignore[arg-type]
    (ConnectionResetError(), "recoverable"),
    (ssl.SSLError(1, "wrong version number"), "recoverable"),
    (ServiceUnavailableError("no broker", "refused"), "recoverable"),
    (ServiceRefusedError("its certificate is not to be trusted"), "fatal"),
    (kafka.KafkaTimeoutError(), "recoverable"),
    (kafka.NodeNotReadyError(), "recoverable"),
    (kafka.NotLeaderForPartitionError(), "recoverable"),
    (kafka.UnknownTopicOrPartitionError(), "recoverable"),
    (kafka.IllegalStateError(), "recoverable"),
    (kafka.TopicAuthorizationFailedError(), "fatal"),
    (kafka.GroupAuthorizationFailedError(), "fatal"),
    (kafka.SaslAuthenticationFailedError(), "fatal"),
    (kafka.UnsupportedVersionError(), "fatal"),
    (kafka.KafkaConfigurationError(), "fatal"),
    (kafka.MessageSizeTooLargeError(), "invalid"),
    (kafka.RecordListTooLargeError(), "invalid"),
    (kafka.InvalidTopicError(), "invalid"),
    (ZeroDivisionError(), "invalid"),
]


@pytest.mark.parametrize(("error", "kind"), CASES, ids=lambda value: str(value)[:40] or type(value).__name__)
def test_each_error_is_recoverable_invalid_or_fatal(error: BaseException, kind: FailureKind) -> None:
    """By ClickHouse's code, by the class of kafka-python, or by who failed on the way."""
    assert classify(error).kind == kind


def test_the_code_of_the_server_is_told_and_memory_is_told_apart() -> None:
    """A statement of its own limit may be made smaller, a server without memory has to be waited for."""
    own, whole = classify(refused(241)), classify(refused(241, "(total) memory limit exceeded"))
    assert (own.code, own.out_of_memory, own.server_wide) == (241, True, False)
    assert (whole.code, whole.out_of_memory, whole.server_wide) == (241, True, True)
    assert classify(refused(62)).out_of_memory is False
    assert classify(kafka.MessageSizeTooLargeError()).code == kafka.MessageSizeTooLargeError.errno
    assert classify(ConnectionResetError()).code is None
