"""Hand events to Kafka, and know what became of each."""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

from connections import KafkaConnection, classify
from connections.kafka_values import (
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    UnknownTopicOrPartitionError,
)
from producers.delivery import DeliveryReport, Undelivered
from producers.errors import (
    BrokerRefusedError,
    BrokerUnavailableError,
    MessageTooLargeError,
    NotAcknowledgedError,
    ProducerError,
    TopicMissingError,
)
from producers.kafka_connection import close, connect, reason_of, topics_of, wait_for
from producers.outgoing import OutgoingMessage, outgoing
from schemas.contract import Event
from schemas.envelope import STRUCTURED_HEADERS
from schemas.message_size import MAX_MESSAGE_BYTES

__all__ = ["Emitter", "OnProgress", "OnSettled"]

OnProgress = Callable[[int, int], None]
"""Told how many messages are settled (arrived or failed), and how many were taken."""

OnSettled = Callable[[Sequence[ProducerError | None]], None]
"""Told once what became of messages: for each in their order, None where it was acknowledged, else its error."""

Headers = Sequence[tuple[str, bytes]]

_MOST_PENDING = 20_000
_MOST_PENDING_BYTES = 32 * 1024 * 1024
_GRACE = 1.0
"""Seconds beyond the timeout in which kafka-python tells by itself that a message expired."""


class _Message(NamedTuple):
    label: str
    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers


class _Pending(NamedTuple):
    label: str
    topic: str
    size: int
    future: Any


class Emitter:
    """A connection to Kafka that takes events and accounts for each of them; a context manager.

    Guarantees: a message that is acknowledged lies on all in-sync replicas, once. After `finish`, or after the context
    was left without an error, each message that was taken is either acknowledged or told as failed with its reason,
    and nothing is sent behind the caller's back any more. At most 20,000 messages or 32 MiB wait for an
    acknowledgement; `emit` then waits for room. No call waits longer than about `timeout` (the first one of a topic:
    twice that). May be shared by threads: calls take turns, so those that wait hold up the others, but for `deliver`.

    Args:
        bootstrap: `HOST:PORT`, or several parted by commas.
        timeout: Seconds within which a message has to be acknowledged, and that `finish` waits at most.
        connect_timeout: Seconds to wait for a broker at the start.
        on_progress: Called as messages are settled, in the thread that emits or finishes.
        connection: How Kafka is spoken with; by default in plain text.
        clock: Now, in UTC: events are held to it as a worker holds them to their arrival.
    """

    def __init__(
        self,
        bootstrap: str,
        *,
        timeout: float = 15.0,
        connect_timeout: float = 5.0,
        on_progress: OnProgress | None = None,
        connection: KafkaConnection = KafkaConnection(),  # noqa: B008  it cannot be changed
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.bootstrap = bootstrap
        self._timeout = max(timeout, 0.1)
        self._connect_timeout = connect_timeout
        self._on_progress = on_progress
        self._connection = connection
        self._clock = clock
        self._lock = threading.RLock()
        self._producer: Any = None
        self._topics: Collection[str] = frozenset()
        self._pending: deque[_Pending] = deque()
        self._pending_bytes = 0
        self._sent = self._acknowledged = 0
        self._failed: list[Undelivered] = []
        self._report: DeliveryReport | None = None

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            BrokerUnavailableError: no broker answered within `connect_timeout`.
            BrokerRefusedError: one answered, and cannot be spoken with.
        """
        self._producer = connect(
            self.bootstrap, timeout=self._timeout, connect_timeout=self._connect_timeout, connection=self._connection
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wait for what is not settled yet, and close.

        Raises:
            NotAcknowledgedError: `finish` was not called, and a message did not arrive. An error that is already under
                way is not replaced; it gets a note instead.
        """
        if self._report is not None:
            return
        report = self.finish()
        if report.complete:
            return
        missing = NotAcknowledgedError(report.failed)
        if error is None:
            raise missing
        error.add_note(str(missing))

    def emit(self, event: Event | Mapping[str, Any]) -> None:
        """Judge an event by its programme's contract and take it for its programme's topic.

        Times may be `datetime` or RFC 3339 text. It waits only for the first message of a topic, and for room.

        Raises:
            InvalidEventError: the event does not fit its contract, or its time lies ahead or too far back; it was not
                taken.
            MessageTooLargeError: it has more than 1 MiB; it was not taken.
            TopicMissingError: the broker has no topic for the programme; it was not taken.
            BrokerUnavailableError: the broker is gone. This event was not taken; `finish` tells which earlier ones
                expired.
        """
        message = outgoing(event, self._clock())
        self._take(_Message(message.event_id, message.topic, message.key, message.value, STRUCTURED_HEADERS))

    def send_raw(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers = STRUCTURED_HEADERS
    ) -> None:
        """Take bytes as they are, unjudged: bulk that was judged before, and messages that are wrong on purpose.

        A value of None is a tombstone, which needs a key.

        Raises:
            ProducerError: as `emit`, but never InvalidEventError.
        """
        self._take(_Message(f"{topic}/{(key or b'').decode(errors='replace')}", topic, key, value, headers))

    def deliver(self, event: Event | Mapping[str, Any]) -> None:
        """Emit one event and wait until it is acknowledged: for a caller who has to answer somebody.

        The report of `finish` says nothing of it, since its caller knows. Threads wait beside each other.

        Raises:
            ProducerError: as `emit`; also where the event was taken and did not arrive.
        """
        message = outgoing(event, self._clock())
        with self._lock:
            pending = self._hand_over(
                _Message(message.event_id, message.topic, message.key, message.value, STRUCTURED_HEADERS)
            )
        wait_for(pending.future, self._timeout + _GRACE)
        error = self._outcome(pending)
        if error is not None:
            raise error

    def submit(self, messages: Sequence[OutgoingMessage], on_settled: OnSettled) -> None:
        """Take events that `outgoing` judged, and tell once what became of all of them: for many callers at once.

        It waits at most for room with kafka-python. `on_settled` is called in another thread, mostly, with an outcome
        for each message in their order: None where it was acknowledged, else its error. The report of `finish` says
        nothing of them.

        Raises:
            ProducerError: as `emit`, before the first message was taken.
        """
        pending: list[_Pending] = []
        broken: ProducerError | None = None
        with self._lock:
            for message in messages:
                try:
                    pending.append(
                        self._hand_over(
                            _Message(message.event_id, message.topic, message.key, message.value, STRUCTURED_HEADERS)
                        )
                    )
                except ProducerError as error:
                    if not pending:
                        raise
                    broken = error
                    break
        left = len(pending)
        counting = threading.Lock()

        def settle(_: object) -> None:
            nonlocal left
            with counting:
                left -= 1
                if left:
                    return
            on_settled([*map(self._outcome, pending), *(broken for _ in messages[len(pending) :])])

        for one in pending:
            one.future.add_both(settle)

    def finish(self) -> DeliveryReport:
        """Wait until every message is settled, at most about the timeout; close; tell what became of each.

        Messages that are not settled by then are called back and told as failed. Such a message may have arrived all
        the same, which does no harm when it is sent again: events keep their ids. Called again it gives the same
        report.
        """
        with self._lock:
            if self._report is None:
                self._settle()
                self._report = DeliveryReport(self._sent, self._acknowledged, tuple(self._failed))
            return self._report

    def _settle(self) -> None:
        deadline = time.monotonic() + self._timeout + _GRACE
        while self._pending and time.monotonic() < deadline:
            wait_for(self._pending[0].future, deadline - time.monotonic())
            self._collect()
        if self._producer is not None:
            close(self._producer)
            self._producer = None
        while self._pending:
            self._note(self._pending.popleft())
        self._tell_progress()

    def _take(self, message: _Message) -> None:
        with self._lock:
            gone = self._collect() or self._make_room(len(message.value or b""))
            if gone is not None:
                raise gone
            pending = self._hand_over(message)
            self._pending.append(pending)
            self._pending_bytes += pending.size
            self._sent += 1

    def _make_room(self, size: int) -> BrokerUnavailableError | None:
        while self._pending and (
            len(self._pending) >= _MOST_PENDING or self._pending_bytes + size > _MOST_PENDING_BYTES
        ):
            oldest = self._pending[0]
            wait_for(oldest.future, self._timeout + _GRACE)
            if not oldest.future.is_done:
                return self._unacknowledged(oldest.label)
            gone = self._collect()
            if gone is not None:
                return gone
        return None

    def _collect(self) -> BrokerUnavailableError | None:
        """Settle what is done, in order; give the newest reason to think that the broker is gone."""
        before, gone = len(self._pending), None
        while self._pending and self._pending[0].future.is_done:
            error = self._note(self._pending.popleft())
            if isinstance(error, BrokerUnavailableError):
                gone = error
        if len(self._pending) < before:
            self._tell_progress()
        return gone

    def _note(self, pending: _Pending) -> ProducerError | None:
        self._pending_bytes -= pending.size
        error = self._outcome(pending)
        if error is None:
            self._acknowledged += 1
        else:
            self._failed.append(Undelivered(pending.label, error))
        return error

    def _tell_progress(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self._acknowledged + len(self._failed), self._sent)

    def _hand_over(self, message: _Message) -> _Pending:
        label, topic, key, value, headers = message
        if self._producer is None:
            raise RuntimeError("this Emitter is not open: emit within `with Emitter(…)` and before `finish`")
        if topic not in self._topics:
            self._topics = topics_of(self.bootstrap, timeout=self._timeout, connection=self._connection)
            if topic not in self._topics:
                raise TopicMissingError(topic, self.bootstrap)
        try:
            future = self._producer.send(topic, value=value, key=key, headers=list(headers))
        except MessageSizeTooLargeError as error:
            raise _too_large(label) from error
        except KafkaTimeoutError as error:
            raise self._unacknowledged(label) from error
        return _Pending(label, topic, len(value or b""), future)

    def _outcome(self, pending: _Pending) -> ProducerError | None:
        if not pending.future.is_done:
            return self._unacknowledged(pending.label)
        error = pending.future.exception
        if error is None:
            return None
        if isinstance(error, (MessageSizeTooLargeError, RecordListTooLargeError)):
            return _too_large(pending.label)
        if isinstance(error, UnknownTopicOrPartitionError):
            return TopicMissingError(pending.topic, self.bootstrap)
        if classify(error).kind == "recoverable":
            return self._unacknowledged(pending.label)
        return BrokerRefusedError(f"the broker at {self.bootstrap} refuses message {pending.label}: {reason_of(error)}")

    def _unacknowledged(self, label: str) -> BrokerUnavailableError:
        return BrokerUnavailableError(self.bootstrap, self._timeout, f"message {label} was not acknowledged")


def _too_large(label: str) -> MessageTooLargeError:
    return MessageTooLargeError(
        f"message {label} was not taken: it is larger than the {MAX_MESSAGE_BYTES} bytes that a message may have"
    )
