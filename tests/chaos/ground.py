"""What the campaign runs on: one set of engines, workers behind a fault proxy, and what one does to them."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from embedded.errors import EmbeddedError
from embedded.machine import Engines
from embedded.process import GuardedProcess
from producers.emitter import Emitter
from producers.errors import ProducerError
from producers.simulator import Message
from streams.books import Books, balance
from streams.errors import Recoverable
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import create_topics
from tests.chaos.proxy import FaultProxy

__all__ = ["DEAD_LETTER_LIMIT", "Ground", "StalledError", "StopAskedError", "committed"]

T = TypeVar("T")

DEAD_LETTER_LIMIT = 300
SESSION_SECONDS = 6
_LOOK_SECONDS = 0.05
_EMIT_SECONDS = 45.0
_START_SECONDS = 45.0
_WORKER = {
    "ENGAGE_BATCH_SECONDS": "0.1",
    "ENGAGE_COMMIT_SECONDS": "0.1",
    "ENGAGE_SESSION_SECONDS": str(SESSION_SECONDS),
    "ENGAGE_DEAD_LETTER_LIMIT": str(DEAD_LETTER_LIMIT),
}


class StalledError(EmbeddedError):
    """Something that had to come about did not within its time."""


class StopAskedError(EmbeddedError):
    """Somebody asked the campaign to stop."""


class Ground:
    """Engines, fault proxy and workers of one campaign, from opening to closing; a context manager.

    Workers reach ClickHouse through the proxy; the campaign itself and `store` reach it directly.

    Args:
        folder: Empty; the engines' data and all logs live in it.
        stopping: Asked now and then; once it is true, waits end with StopAskedError.
    """

    def __init__(self, folder: Path, stopping: Callable[[], bool] = lambda: False) -> None:
        self.folder = folder
        self.engines = Engines(folder / "engines")
        self.workers: list[GuardedProcess] = []
        self.reasons: list[str] = []
        """Why workers stopped by themselves, since somebody last cleared the list."""
        self._stopping = stopping
        self._made = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self.engines)
            self.proxy = stack.enter_context(FaultProxy(self.engines.clickhouse.port))
            self.settings = StreamSettings(
                kafka_bootstrap=self.engines.bootstrap, clickhouse_url=self.engines.clickhouse_url
            )
            create_topics(self.settings)
            self.store = stack.enter_context(Store(self.settings))
            migrate(self.store)
            stack.callback(self._stop_workers)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the product needs to find these engines, not by way of the proxy."""
        return {
            **os.environ,
            "ENGAGE_KAFKA_BOOTSTRAP": self.engines.bootstrap,
            "ENGAGE_CLICKHOUSE_URL": self.engines.clickhouse_url,
        }

    def start_worker(self, *, dead_letter_limit: int = DEAD_LETTER_LIMIT, wait: bool = True) -> GuardedProcess:
        """Start one more worker, and wait until it is in the group."""
        self._made += 1
        worker = GuardedProcess(
            [sys.executable, "-m", "engage", "worker"],
            log=self.folder / "logs" / f"worker-{self._made}.log",
            env={
                **self.environment,
                **_WORKER,
                "ENGAGE_CLICKHOUSE_URL": self.proxy.url,
                "ENGAGE_DEAD_LETTER_LIMIT": str(dead_letter_limit),
            },
            name=f"worker {self._made}",
            grace=20,
        )
        worker.start()
        self.workers.append(worker)
        if wait:
            self.until(
                lambda: "worker.started" in worker.log.read_text() or not worker.running, f"{worker.name} to start"
            )
        return worker

    def stop_worker(self, worker: GuardedProcess) -> None:
        """Ask a worker to stop in order, and wait until it has."""
        worker.stop()
        self.workers.remove(worker)

    def kill_worker(self, worker: GuardedProcess) -> None:
        """Kill -9."""
        worker.kill()
        self.workers.remove(worker)

    def revive(self) -> None:
        """Do what a supervisor does: note why workers ended by themselves, and see to it that one works."""
        for worker in [worker for worker in self.workers if not worker.running]:
            said = [line for line in worker.log_tail(60).splitlines() if line.startswith("error:")]
            self.reasons.append(said[-1] if said else f"nothing, exit code {worker.exit_code}")
            self.stop_worker(worker)
        if not self.workers:
            self.start_worker()

    def emit(self, messages: Iterable[Message], *, during: Callable[[], None] | None = None) -> bool:
        """Send messages, do something when half of them are sent, and wait; whether each was acknowledged."""
        sending = list(messages)
        half = len(sending) // 2 if during is not None else -1
        try:
            with Emitter(self.engines.bootstrap, timeout=_EMIT_SECONDS, connect_timeout=_EMIT_SECONDS) as emitter:
                for count, message in enumerate(sending):
                    if count == half and during is not None:
                        during()
                    emitter.send_raw(message.topic, message.key, message.value, message.headers)
                return emitter.finish().complete
        except ProducerError:
            return False

    def books(self) -> Books | None:
        """Give the books as they stand, or None while an engine is away."""
        try:
            return balance(self.settings, self.store)
        except Recoverable:
            return None

    def settle(self, seconds: float = 90.0) -> Books:
        """Wait until every message is consumed and committed, workers being brought back meanwhile.

        Raises:
            StalledError: some still wait after so many seconds.
        """

        def settled() -> Books | None:
            self.revive()
            books = self.books()
            return None if books is None or books.waiting else books

        return self.until(settled, "every message to be consumed", seconds)

    def at_rest(self) -> Books:
        """Give the books of a group that has nothing left to consume, without seeing to it that anybody works."""

        def rested() -> Books | None:
            books = self.books()
            return None if books is None or books.waiting else books

        return self.until(rested, "the books to be at rest")

    def until(self, ask: Callable[[], T | None], what: str, seconds: float = _START_SECONDS) -> T:
        """Ask until the answer is neither None nor false, and give it.

        Raises:
            StalledError: it was not in time.
            StopAskedError: the campaign is to stop.
        """
        deadline = time.monotonic() + seconds
        while True:
            if self._stopping():
                raise StopAskedError(f"stopped while waiting for {what}")
            answer = ask()
            if answer:
                return answer
            if time.monotonic() > deadline:
                raise StalledError(f"waited {seconds:.0f} s for {what}; logs in {self.folder / 'logs'}")
            time.sleep(_LOOK_SECONDS)

    def copy_of_kafka(self) -> Path:
        """Copy Kafka's data as it lies on disk now, the broker held still meanwhile."""
        kept = self.folder / "kafka-before"
        shutil.rmtree(kept, ignore_errors=True)
        self.engines.kafka.pause()
        try:
            shutil.copytree(self._kafka_topics, kept)
        finally:
            self.engines.kafka.resume()
        return kept

    def put_back_kafka(self, kept: Path) -> None:
        """Kill the broker, let it have the data of a copy, and start it."""
        self.engines.kafka.kill()
        shutil.rmtree(self._kafka_topics)
        kept.rename(self._kafka_topics)
        self.engines.kafka.start()

    def engage(self, *arguments: str) -> GuardedProcess:
        """Start a command of the product; its log is named as it is."""
        process = GuardedProcess(
            [sys.executable, "-m", "engage", *arguments],
            log=self.folder / "logs" / f"{arguments[0]}.log",
            env=self.environment,
            name=f"engage {arguments[0]}",
        )
        process.start()
        return process

    def run_to_its_end(self, process: GuardedProcess) -> int:
        """Wait for a command's end and give its exit code."""
        self.until(lambda: not process.running, f"{process.name} to end", 60)
        code = process.exit_code
        process.stop()
        return -1 if code is None else code

    @property
    def _kafka_topics(self) -> Path:
        return self.engines.kafka.data_dir / "topics"

    def _stop_workers(self) -> None:
        for worker in self.workers:
            with suppress(OSError):
                worker.kill()


def committed(books: Books) -> Sequence[int]:
    """Give each partition's committed offset."""
    return [part.committed for part in books.partitions]
