"""From requests to Kafka: the events of all requests that are under way go through one emitter."""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self

from connections import KafkaConnection
from producers.emitter import Emitter
from producers.errors import BrokerUnavailableError, ProducerError, RecoverableError
from producers.kafka_connection import reason_of
from producers.outgoing import OutgoingMessage

__all__ = ["Dispatch", "Outcomes"]

Outcomes = Sequence[ProducerError | None]
"""For each message in their order: None where Kafka acknowledged it, else why not."""

_MOST_WAITING = 20_000
"""So many events wait for Kafka at most; more are turned away at once, so that memory has an end."""

_PAUSE = 1.0
"""Seconds between two attempts to reach a broker that is away; requests in between are turned away at once."""


_GRACE = 2.0
"""Seconds beyond the timeout after which Kafka's client is taken to be stuck."""

_LOG = logging.getLogger("engage.gateway")


@dataclass(slots=True)
class _Handed:
    """The events of a request, who is told of their outcomes, and the emitter that took them."""

    messages: Sequence[OutgoingMessage]
    settle: Callable[[Outcomes], None]
    emitter: Emitter | None = None


class _Stuck(NamedTuple):
    """An emitter that told nothing for too long."""

    emitter: Emitter


class Dispatch:
    """One thread with one emitter for all requests; a context manager.

    Kafka's client joins what comes within a few milliseconds into one batch for each partition, whoever sent it, so
    many small requests cost little more than a large one. A broker that is away does not keep it from starting.

    An emitter whose client is stuck is closed, and the next request opens a new one. Measured with kafka-python 3.0.12:
    when a broker dies under load, one batch expires and the producer's id is reset, the client neither sends nor
    expires what it still holds.

    Guarantees: an event whose outcome is None lies on all in-sync replicas. Each `send` is answered, at the latest
    about `timeout` seconds after its turn came.
    """

    def __init__(self, bootstrap: str, *, timeout: float, connection: KafkaConnection = KafkaConnection()) -> None:  # noqa: B008  it cannot be changed
        self._bootstrap = bootstrap
        self._connection = connection
        self._timeout = timeout
        self._handed: queue.SimpleQueue[_Handed | _Stuck | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="dispatch", daemon=True)
        self._emitter: Emitter | None = None
        self._waiting = 0
        self._away_until = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handed.put(None)
        self._thread.join()

    @property
    def waiting(self) -> int:
        """How many events wait for Kafka's word."""
        return self._waiting

    async def send(self, messages: Sequence[OutgoingMessage]) -> Outcomes:
        """Hand over the events of one request, and wait until each is acknowledged or has failed.

        Raises:
            BrokerUnavailableError: too many are waiting already; none was taken.
        """
        if not messages:
            return []
        if self._waiting + len(messages) > _MOST_WAITING:
            raise BrokerUnavailableError(self._bootstrap, 0, f"{self._waiting} events wait already for Kafka")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Outcomes] = loop.create_future()

        def settle(outcomes: Outcomes) -> None:
            loop.call_soon_threadsafe(tell, outcomes)

        def tell(outcomes: Outcomes) -> None:
            if not answer.done():
                answer.set_result(outcomes)

        handed = _Handed(messages, settle)
        self._waiting += len(messages)
        try:
            self._handed.put(handed)
            return await asyncio.wait_for(answer, self._timeout + _GRACE)
        except TimeoutError:
            if handed.emitter is not None:
                self._handed.put(_Stuck(handed.emitter))
            unanswered = BrokerUnavailableError(self._bootstrap, self._timeout, "events were not acknowledged")
            return [unanswered] * len(messages)
        finally:
            self._waiting -= len(messages)

    def _run(self) -> None:
        while (handed := self._handed.get()) is not None:
            if isinstance(handed, _Handed):
                self._hand_over(handed)
            elif handed.emitter is self._emitter:
                _LOG.warning("kafka.stuck; its client is opened anew")
                self._reopen_later()
        self._close()

    def _hand_over(self, handed: _Handed) -> None:
        try:
            handed.emitter = self._open()
            handed.emitter.submit(handed.messages, handed.settle)
        except ProducerError as error:
            handed.settle([error] * len(handed.messages))
            if isinstance(error, RecoverableError):
                self._reopen_later()
        except Exception as error:  # noqa: BLE001  a thread that ends would leave every request without an answer
            reason = f"Kafka's client broke off ({reason_of(error)}), nothing was acknowledged"
            handed.settle([BrokerUnavailableError(self._bootstrap, 0, reason)] * len(handed.messages))
            self._reopen_later()

    def _open(self) -> Emitter:
        """Return the open emitter; try for a new one at most once a pause."""
        if self._emitter is None:
            if time.monotonic() < self._away_until:
                raise BrokerUnavailableError(self._bootstrap, 0, "no Kafka broker answered")
            connect_timeout = min(self._timeout, 2.0)
            emitter = Emitter(
                self._bootstrap, timeout=self._timeout, connect_timeout=connect_timeout, connection=self._connection
            )
            self._emitter = emitter.__enter__()
        return self._emitter

    def _reopen_later(self) -> None:
        self._away_until = time.monotonic() + _PAUSE
        self._close()

    def _close(self) -> None:
        if self._emitter is not None:
            self._emitter.finish()
            self._emitter = None
