"""The worker: the one Faust agent, from fetched runs to acknowledged batches.

Two things go on at once: the event loop fetches and judges the next runs while one thread stores those before. Batches
adapt: a check-in on a quiet evening is stored at once; of a backlog part after part is taken in, until a big batch is
worth its roll-ups, since these cost about as much as their gatherings have facts, however few of them are new.
"""

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

import pyarrow as pa

from streams.app import create_app, programme_topics
from streams.batch import Batch
from streams.dead_letter_limit import DeadLetterLimit, known_sources
from streams.dead_letter_topic import KafkaDeadLetters
from streams.errors import DeadLetterLimitError, Fatal, Recoverable, StaleBatchError
from streams.faust_compat import CrashingSupervisor
from streams.judging import Rules, judge
from streams.line import Line, Waiting
from streams.logs import logger
from streams.migrations import require_migrated
from streams.records import Run
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import CLOSING, TAKING_IN, DeadLetterTopic, Storing
from streams.topics import offsets
from streams.warm_up import warm_up
from streams.watching import Watch

__all__ = ["Worker"]

log = logger("worker")

_PART_ROWS = 60_000
"""So many messages are taken in at once: records are in memory only until then, and inserts overlap with judging."""

_PATIENCE_WHEN_BEHIND = 12
"""The time of a batch of a backlog, as a multiple of the one of a quiet evening."""

_KEPT_BYTES = 64 * 1024 * 1024
"""So much of dead letters is in memory at most before a batch is closed, give or take a part."""

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 15.0
"""Seconds between attempts to store, doubled each time from the first to the longest."""


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
        self._watch = Watch(settings, monotonic=monotonic)
        self._stopping = threading.Event()
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
        line = Line(
            min(_PART_ROWS, self._settings.batch_rows),
            lambda: app.consumer.behind(),  # noqa: PLW0108  the consumer is made when it is first asked for
            self._monotonic,
        )
        agent = app.agent(programme_topics(app), supervisor_strategy=CrashingSupervisor)
        agent(partial(self._consume, line))
        gc.freeze()
        gc.set_threshold(100_000, 20, 50)
        pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own keeps a tenth of the worker's memory for later
        thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        try:
            with Store(self._settings) as store, self._watch:
                require_migrated(store)
                warm_up(self._rules, store)
                await app.start()
                self._watch.follow(app.consumer, lambda: line.rows)
                letters = KafkaDeadLetters(app, asyncio.get_running_loop())
                storing = asyncio.create_task(self._store_batches(app, line, thread, store, letters))
                await self._until_stop(app, line, storing)
        finally:
            self._stopping.set()
            thread.shutdown(wait=True, cancel_futures=True)

    async def _until_stop(self, app: Any, line: Line, storing: "asyncio.Task[None]") -> None:
        requested = asyncio.create_task(self._stop_requested.wait())
        crashed = asyncio.create_task(app.wait_until_stopped())
        try:
            log.info("worker.started", group=self._settings.consumer_group)
            await asyncio.wait({requested, crashed, storing}, return_when=asyncio.FIRST_COMPLETED)
            if requested.done() and not storing.done() and not crashed.done():
                log.info("worker.stopping", pending=line.rows)
                line.close()
                await asyncio.wait({storing}, timeout=self._settings.stop_seconds)
                with suppress(TimeoutError):
                    await asyncio.wait_for(app.consumer.commit(), self._settings.stop_seconds)
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

    async def _consume(self, line: Line, stream: Any) -> None:
        """Judge each run as it comes, so far ahead of the store as there is room."""
        events: AsyncIterator[Any] = stream.noack().events()
        async for event in events:
            if line.closed:
                continue
            message = event.message
            unpacked = message.value.unpack(message.topic, message.partition)
            run: Run | None = next(unpacked)
            while run is not None:
                judged = judge(self._rules, run)
                following: Run | None = next(unpacked, None)
                await line.put(Waiting(message, judged, len(run.records), run.size, following is None))
                run = following

    async def _store_batches(
        self, app: Any, line: Line, thread: ThreadPoolExecutor, store: Store, letters: DeadLetterTopic
    ) -> None:
        """Store what is in line, batch by batch, until the line is closed and nothing is left."""
        loop = asyncio.get_running_loop()
        begun, closing = float("-inf"), (*CLOSING, self._watch.write_batch)
        while await line.batch_is_due(begun + self._settings.batch_seconds):
            begun = self._monotonic()
            self._watch.begin()
            until = begun + self._settings.batch_seconds * _PATIENCE_WHEN_BEHIND
            batch, messages, part, reached = (
                Batch(),
                list[Any](),
                self._held(app, line.take()),
                list[DeadLetterLimitError](),
            )
            taking_in: Sequence[Storing] = (self._limit_step(reached), *TAKING_IN)
            taken = False
            while part:
                batch.runs = [waiting.judged for waiting in part]
                of_part = [waiting.message for waiting in part if waiting.is_last]
                part = []  # so that the records go when they are settled
                await loop.run_in_executor(thread, self._store, taking_in, store, letters, batch)
                if reached:
                    break
                taken = True
                messages += of_part
                if self._has_room(batch) and await line.part_is_due(until):
                    part = self._held(app, line.take())
            if taken:
                try:
                    await loop.run_in_executor(thread, self._store, closing, store, letters, batch)
                except StaleBatchError as error:
                    log.warning("batch.stale", error=str(error))
                    app.consumer.rejoin()
                    continue
            for message in messages:
                message.ack(app.consumer)
            log.debug("batch.stored", messages=batch.size, seconds=round(self._monotonic() - begun, 3))
            if reached:
                raise reached[0]

    def _held(self, app: Any, part: list[Waiting]) -> list[Waiting]:
        """Leave out the runs whose partitions were taken away while they waited: somebody reads them again."""
        return [waiting for waiting in part if app.consumer.holds(waiting.message)]

    def _has_room(self, batch: Batch) -> bool:
        """Return whether a batch may grow: dead letters are kept whole until it is closed."""
        kept = sum(len(letter.value) for letter in batch.dead_letters)
        return batch.size < self._settings.batch_rows and kept < _KEPT_BYTES

    def _limit_step(self, reached: list[DeadLetterLimitError]) -> Storing:
        def look_at_limit(store: Store, _letters: DeadLetterTopic, batch: Batch) -> None:
            """Take the runs out of the batch again if their dead letters reach the limit: nothing of them is stored."""
            limit = DeadLetterLimit(self._settings.dead_letter_limit)
            error = limit.reached(batch.runs, partial(known_sources, store))
            if error is not None:
                reached.append(error)
                batch.runs = []

        return look_at_limit

    def _store(self, steps: Sequence[Storing], store: Store, letters: DeadLetterTopic, batch: Batch) -> None:
        """Take a batch through storing steps, each until it succeeds. Runs in the store's thread.

        A chunk that had to wait is judged by the store's clock again before anything of it is stored. The steps that
        are done again for that are no progress: the worker is not live until the one that failed succeeds.
        """
        place, failed, wait = 0, 0, _FIRST_WAIT
        while place < len(steps):
            step = steps[place]
            self._watch.begin_step(step.__name__)
            try:
                step(store, letters, batch)
                if place >= failed:
                    self._watch.step()
                    wait = _FIRST_WAIT
                place += 1
            except StaleBatchError:
                raise
            except Recoverable as error:
                self._watch.fail(step.__name__)
                log.warning("store.waits", step=step.__name__, seconds=wait, error=str(error))
                if self._stopping.wait(wait):
                    raise
                failed, wait = max(failed, place), min(2 * wait, _LONGEST_WAIT)
                place = 0 if TAKING_IN[0] in steps else place
