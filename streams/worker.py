"""The worker: the one Faust agent, from fetched runs to acknowledged batches.

Two things go on at once: the event loop fetches and judges the next runs while one thread stores the batch before.
Batches adapt: a check-in on a quiet evening is stored at once; under load the next batch grows while one is stored, so
a backlog is eaten in big bites.
"""

import asyncio
import gc
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import mode
import structlog

from streams.app import create_app, programme_topics
from streams.batch import Batch, JudgedRun
from streams.dead_letter_topic import KafkaDeadLetters
from streams.errors import DeadLetterStormError, Fatal, Recoverable
from streams.judging import Rules, judge
from streams.migrations import require_migrated
from streams.records import Run
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import STORING, DeadLetterTopic
from streams.topics import offsets
from streams.warm_up import warm_up

__all__ = ["Worker"]

log = structlog.get_logger("engagement.worker")

_PATIENCE_WHEN_BEHIND = 8

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 15.0
"""Seconds between attempts to store, doubled each time from the first to the longest."""


@dataclass(frozen=True, slots=True)
class _Pending:
    event: Any
    judged: JudgedRun


class Worker:
    """Consumes the programmes' topics until it is asked to stop; runs once.

    Guarantees: a run is acknowledged when its facts, roll-ups, dead letters and books are stored, never before. While
    ClickHouse is away nothing is acknowledged and nothing is dropped. A fatal error ends `run` with offsets unmoved.
    """

    def __init__(
        self,
        settings: StreamSettings,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._rules = Rules()
        self._monotonic = monotonic
        self._pending: deque[_Pending] = deque()
        self._pending_rows = 0
        self._last_start = float("-inf")
        self._stopping = threading.Event()
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._stop_requested = asyncio.Event()

    def request_stop(self) -> None:
        """Ask for an orderly stop: what is fetched is stored and committed, within the time that settings give.

        Call it on the event loop's thread, e.g. from a signal handler.
        """
        self._stop_requested.set()

    async def run(self) -> None:
        """Work until a stop is requested.

        Raises:
            Recoverable: Kafka or ClickHouse cannot be reached at the start.
            Fatal: a topic or a table is missing, or going on would lose or damage data; the offsets of what is not
                stored stay where they are.
        """
        offsets(self._settings)
        app = create_app(self._settings)
        app.agent(programme_topics(app), supervisor_strategy=mode.CrashingSupervisor)(self._consume)
        gc.freeze()
        gc.set_threshold(100_000, 20, 50)
        thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        try:
            with Store(self._settings) as store:
                require_migrated(store)
                warm_up(self._rules, store)
                await app.start()
                letters = KafkaDeadLetters(app, asyncio.get_running_loop())
                storing = asyncio.create_task(self._store_batches(thread, store, letters))
                await self._until_stop(app, storing)
        finally:
            self._stopping.set()
            thread.shutdown(wait=True, cancel_futures=True)

    async def _until_stop(self, app: Any, storing: "asyncio.Task[None]") -> None:
        requested = asyncio.create_task(self._stop_requested.wait())
        crashed = asyncio.create_task(app.wait_until_stopped())
        try:
            log.info("worker.started", group=self._settings.consumer_group)
            await asyncio.wait({requested, crashed, storing}, return_when=asyncio.FIRST_COMPLETED)
            if requested.done() and not storing.done() and not crashed.done():
                log.info("worker.stopping", pending=self._pending_rows)
                self._changed.set()
                await asyncio.wait({storing}, timeout=self._settings.stop_seconds)
                await app.consumer.commit()
        finally:
            self._stopping.set()
            requested.cancel()
            crashed.cancel()
            await self._stop_app(app)
        if storing.done():
            storing.result()
        elif not requested.done():
            raise Fatal(f"the stream stopped by itself: {app.crash_reason!r}; see the log above")
        log.info("worker.stopped")

    async def _stop_app(self, app: Any) -> None:
        try:
            await asyncio.wait_for(app.stop(), self._settings.stop_seconds)
        except TimeoutError:
            log.warning("worker.stop_timed_out", seconds=self._settings.stop_seconds)

    async def _consume(self, stream: Any) -> None:
        """Judge each run as it comes, as far ahead of the store as one full batch."""
        events: AsyncIterator[Any] = stream.noack().events()
        async for event in events:
            if self._stop_requested.is_set():
                continue
            message = event.message
            judged = judge(self._rules, Run(message.topic, message.partition, message.value))
            self._pending.append(_Pending(event, judged))
            self._pending_rows += len(message.value)
            self._changed.set()
            while self._pending_rows >= self._settings.batch_rows and not self._stop_requested.is_set():
                self._room.clear()
                await self._room.wait()

    async def _store_batches(self, thread: ThreadPoolExecutor, store: Store, letters: DeadLetterTopic) -> None:
        """Store what is pending, batch by batch, until a stop is requested and nothing is left."""
        loop = asyncio.get_running_loop()
        while await self._batch_is_due():
            taken = self._take()
            batch = Batch([pending.judged for pending in taken])
            self._refuse_storm(batch)
            self._last_start = self._monotonic()
            await loop.run_in_executor(thread, self._store, store, letters, batch)
            for pending in taken:
                pending.event.ack()
            log.debug("batch.stored", messages=batch.size, seconds=round(self._monotonic() - self._last_start, 3))

    async def _batch_is_due(self) -> bool:
        """Wait until a batch is to be stored; False when there will be none."""
        while True:
            if self._stop_requested.is_set():
                return bool(self._pending)
            wait: float | None = None
            if self._pending:
                wait = self._last_start + self._patience - self._monotonic()
                if wait <= 0 or self._pending_rows >= self._settings.batch_rows:
                    return True
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), wait)
            except TimeoutError:
                continue

    @property
    def _patience(self) -> float:
        """Seconds between the starts of two batches that are not full.

        With a backlog it is longer: a batch costs about as much as its gatherings have facts, however few of them are
        new, so full batches come through it sooner.
        """
        behind = self._pending_rows >= self._settings.batch_rows // 10
        return self._settings.batch_seconds * (_PATIENCE_WHEN_BEHIND if behind else 1)

    def _take(self) -> list[_Pending]:
        taken: list[_Pending] = []
        rows = 0
        while self._pending and (not taken or rows < self._settings.batch_rows):
            pending = self._pending.popleft()
            taken.append(pending)
            rows += len(pending.judged.run.records)
        self._pending_rows -= rows
        self._room.set()
        return taken

    def _refuse_storm(self, batch: Batch) -> None:
        letters = batch.dead_letters
        if len(letters) >= self._settings.storm_messages and 2 * len(letters) > batch.size:
            first = letters[0]
            raise DeadLetterStormError(
                f"{len(letters)} of {batch.size} messages would become dead letters, the first at {first.record.topic}"
                f"/{first.record.partition}/{first.record.offset}: {first.reason}: {first.detail}. Nothing of them is "
                "stored or committed. Correct the worker or the producers; to let them pass, raise "
                f"ENGAGE_STORM_MESSAGES (now {self._settings.storm_messages})"
            )

    def _store(self, store: Store, letters: DeadLetterTopic, batch: Batch) -> None:
        """Take a batch through the storing steps, each until it succeeds. Runs in the store's thread."""
        for step in STORING:
            wait = _FIRST_WAIT
            while True:
                try:
                    step(store, letters, batch)
                    break
                except Recoverable as error:
                    log.warning("store.waits", step=step.__name__, seconds=wait, error=str(error))
                    if self._stopping.wait(wait):
                        raise
                    wait = min(2 * wait, _LONGEST_WAIT)
