"""The demo from the first engine's start to the verdict."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from embedded.demo.imports import imported_events
from embedded.demo.previews import draw_previews
from embedded.demo.verdict import Verdict, judge
from embedded.own_process import WorkerStoppedError, own_process
from embedded.prepared import Stage, prepared_engines
from embedded.process import GuardedProcess
from producers.emitter import Emitter
from producers.simulator import City, simulate
from streams.books import Books, balance
from streams.releases.calendar import last_ended_day
from streams.releases.live import publish_live
from streams.releases.release import release
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["DemoResult", "run_demo"]

_STALL_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was emitted, how fast it came through, and the verdict."""

    events_emitted: int
    seconds: float
    verdict: Verdict

    @property
    def events_per_second(self) -> float:
        """From the first message emitted to the last one stored and committed."""
        return self.events_emitted / self.seconds


def run_demo(
    city: City,
    folder: Path,
    stage: Stage,
    *,
    sabotage: Callable[[Store], None] | None = None,
    previews: Path | None = None,
) -> DemoResult:
    """Simulate a city on engines of its own in an empty folder, and judge what is stored.

    After the verdict the dashboards are drawn into the folder `previews`, while ClickHouse still runs.

    Raises:
        EmbeddedError: an engine or the worker did not start or did not last; the message shows its log.
        StreamError, ProducerError: a service refused what it should not have.
        DashboardError: the dashboards could not be drawn.
    """
    with (
        prepared_engines(folder, stage) as settings,
        Store(settings) as store,
        own_process(settings, folder, "worker", "--quiet") as worker,
    ):
        worker.start()
        stage("simulate the city", 0, None)
        simulation = simulate(city)
        truth = simulation.truth()
        started = time.monotonic()
        with (
            Emitter(settings.kafka_bootstrap, timeout=60) as emitter,
            closing(imported_events(simulation.imports(), troubled=city.chaos)) as imports,
        ):
            for event in next(imports, ()):
                emitter.emit(event)
            for count, message in enumerate(simulation.messages()):
                emitter.send_raw(message.topic, message.key, message.value, message.headers)
                if count % 1000 == 0:
                    stage("emit check-ins", count, truth.messages)
            for event in chain.from_iterable(imports):
                emitter.emit(event)
            emitted = emitter.finish().acknowledged
        books = _wait_until_consumed(settings, store, worker, stage)
        seconds = time.monotonic() - started
        worker.stop()
        if sabotage is not None:
            sabotage(store)
        stage("publish what is due", 0, None)
        release(store, last_ended_day(datetime.now(UTC)))
        publish_live(store)
        stage("compare with the truth", 0, None)
        result = DemoResult(emitted, seconds, judge(truth, store, books))
        if previews is not None:
            stage("draw the dashboards", 0, None)
            draw_previews(city, settings, previews)
        return result


def _wait_until_consumed(settings: StreamSettings, store: Store, worker: GuardedProcess, stage: Stage) -> Books:
    last_consumed, last_change = -1, time.monotonic()
    while True:
        books = balance(settings, store)
        stage("store facts and roll-ups", books.consumed, books.consumed + books.waiting)
        if not books.waiting:
            return books
        now = time.monotonic()
        if books.consumed != last_consumed:
            last_consumed, last_change = books.consumed, now
        if not worker.running:
            raise WorkerStoppedError(f"the worker stopped with {books.waiting} messages waiting:\n{worker.log_tail()}")
        if now - last_change > _STALL_SECONDS:
            raise WorkerStoppedError(
                f"the worker stored nothing for {_STALL_SECONDS:.0f} s, {books.waiting} messages wait:\n"
                f"{worker.log_tail()}"
            )
        time.sleep(0.1)
