"""The worker as it is watched: its health, its metrics, and the diary of its batches."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from streams.batch import Batch
from streams.batches import worker_name, write_batch
from streams.health import Health
from streams.logs import logger
from streams.metrics import Metrics
from streams.settings import StreamSettings
from streams.store import Store
from streams.watch_server import Answer, WatchServer, health
from streams.watched_consumer import WatchedConsumer

__all__ = ["Watch"]

log = logger("worker")

_LOOK_SECONDS = 0.5
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Watch:
    """Takes note of what a worker does, tells who asks on `ENGAGE_METRICS_PORT`, and writes the diary of batches.

    A context manager. Nothing of it is done for a single message: a batch costs one small insert.
    """

    def __init__(
        self,
        settings: StreamSettings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.health = Health(settings.stall_seconds, monotonic)
        self.metrics = Metrics()
        self._settings = settings
        self._monotonic = monotonic
        self._clock = clock
        self._worker = worker_name()
        self._open = ExitStack()
        self._following: asyncio.Task[None] | None = None
        self._lag = 0
        self._begun: float | None = None
        self._booked: tuple[datetime, float] | None = None

    def __enter__(self) -> Self:
        if self._settings.metrics_port is not None:
            answers = {
                "/live": lambda: health(self.health.why_not_live()),
                "/ready": lambda: health(self.health.why_not_ready()),
                "/metrics": self._answer_metrics,
            }
            server = WatchServer(self._settings.metrics_host, self._settings.metrics_port, answers)
            log.info("worker.watched", url=self._open.enter_context(server).url)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._following is not None:
            self._following.cancel()
        self._open.close()

    def follow(self, consumer: WatchedConsumer, queued: Callable[[], int]) -> None:
        """Look at the consumer twice a second, on this event loop, until it is closed.

        `queued` tells how many messages were handed on and are in no batch yet.
        """
        self._following = asyncio.create_task(self._follow(consumer, queued))

    def begin(self) -> None:
        """Note that a batch begins."""
        self._begun, self._booked = self._monotonic(), None

    def begin_step(self, step: str) -> None:
        """Note that a storing step begins."""
        self.health.begin(step)

    def step(self) -> None:
        """Note that a storing step succeeded."""
        self.health.step()
        self.metrics.last_stored.set(time.time())

    def fail(self, step: str) -> None:
        """Note that a storing step failed and is tried again."""
        self.health.fail(step)
        self.metrics.retries.inc()

    def write_batch(self, store: Store, _topic: object, batch: Batch) -> None:
        """Write what the batch took into the diary: the last of the storing steps."""
        if self._booked is None:  # done again after a failure, it is the same row
            begun = self._begun if self._begun is not None else self._monotonic()
            self._booked = self._clock(), self._monotonic() - begun
        booked, seconds = self._booked
        write_batch(store, batch, worker=self._worker, booked=booked, seconds=seconds, lag=self._lag)
        if batch.appended is not None:
            self.metrics.messages.inc(batch.size)
            self.metrics.batches.inc()
            self.metrics.batch_seconds.observe(seconds)
            self.metrics.latency_seconds.observe(max(0.0, booked.timestamp() - batch.appended[0] / 1000))
            for letter in batch.dead_letters:
                self.metrics.dead_letters.labels(letter.reason.value).inc()
        self._begun = None

    async def _follow(self, consumer: WatchedConsumer, queued: Callable[[], int]) -> None:
        while True:
            now = consumer.consumption()
            self._lag = now.behind + queued()
            committed = consumer.committed_at
            self.metrics.lag.set(self._lag)
            if committed:
                self.metrics.last_committed.set(time.time() - (time.monotonic() - committed))
            self.health.look(now, storing=queued() > 0 or self._begun is not None)
            await asyncio.sleep(_LOOK_SECONDS)

    def _answer_metrics(self) -> Answer:
        self.metrics.live.set(not self.health.why_not_live())
        self.metrics.ready.set(not self.health.why_not_ready())
        return 200, _METRICS, self.metrics.text()
