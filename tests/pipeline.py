"""The pipeline on engines of its own, for tests: workers as processes, and waiting for a state with a deadline."""

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from connections.clickhouse import connect
from streams.books import Books, balance
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import create_topics, offsets
from tests.shared_engines import SharedEngines

if TYPE_CHECKING:
    from connections.clickhouse import Client

__all__ = ["Pipeline", "engage", "engage_here", "eventually"]


T = TypeVar("T")


def eventually(
    ask: Callable[[], T], holds: Callable[[T], bool], *, seconds: float = 60, every: float = 0.1, what: str = ""
) -> T:
    """Ask until the answer holds, and give it; fail with the last answer after the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ask()
        if holds(answer):
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what or ask} was still {answer!r} after {seconds} s")
        time.sleep(every)


def engage(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the product to its end."""
    return subprocess.run(
        [sys.executable, "-m", "engage", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def engage_here(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the product to its end in this process, where the process itself is not what is tested.

    What a command notes in its environment, such as the engines that it found, ends with it.
    """
    from typer.testing import CliRunner

    from engage import app

    before = dict(os.environ)
    try:
        done = CliRunner().invoke(app, arguments, env=environment, prog_name="engage")
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


class Pipeline:
    """Engines with empty topics and tables, and any number of worker processes; a context manager.

    The engines are the shared ones where these are given, else its own. Each pipeline has a group of its own: Kafka
    takes its time to forget a worker that was killed.
    """

    _made = itertools.count(1)

    def __init__(self, folder: Path, engines: SharedEngines | None = None, **settings: Any) -> None:
        self.engines = engines or SharedEngines(folder / "engines")
        self._owned = engines is None
        self.folder = folder
        self.given = {"consumer_group": f"engagement-worker-{next(self._made)}", **settings}
        self.workers: list[subprocess.Popen[bytes]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if self._owned:
                stack.enter_context(self.engines)
            stack.enter_context(self.engines.taken(str(self.folder), self.engines.kafka, self.engines.clickhouse))
            self.settings = StreamSettings(
                kafka_bootstrap=self.engines.bootstrap, clickhouse_url=self.engines.clickhouse_url, **self.given
            )
            self.engines.remove_topics()
            create_topics(self.settings)
            with Store(self.settings) as store:
                self.engines.restore_tables(store)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait(10)
        self._stack.close()

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the product needs to find these engines."""
        given = {f"ENGAGE_{name.upper()}": str(value) for name, value in self.given.items()}
        return {
            **os.environ,
            **given,
            "ENGAGE_KAFKA_BOOTSTRAP": self.settings.kafka_bootstrap,
            "ENGAGE_CLICKHOUSE_URL": self.settings.clickhouse_url,
        }

    def engage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product to its end."""
        return engage(self.environment, *arguments)

    def start_worker(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a worker; its log is worker-N.log in the folder."""
        with (self.folder / f"worker-{len(self.workers)}.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "engage", "worker", *options], env=self.environment, stderr=log
            )
        self.workers.append(worker)
        return worker

    def stop_worker(self, worker: subprocess.Popen[bytes]) -> int:
        """Ask a worker to stop in order and give its exit code."""
        worker.send_signal(signal.SIGTERM)
        return worker.wait(60)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stop all workers, so that nothing is stored, and let them go on at the end of the block."""
        running = [worker for worker in self.workers if worker.poll() is None]
        for worker in running:
            worker.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for worker in running:
                worker.send_signal(signal.SIGCONT)

    def log_of(self, worker: subprocess.Popen[bytes]) -> str:
        """Give what a worker logged so far."""
        return (self.folder / f"worker-{self.workers.index(worker)}.log").read_text()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Open a connection to the ClickHouse engine."""
        with Store(self.settings) as store:
            yield store

    def query(self, text: str) -> Sequence[Sequence[Any]]:
        """Run any query and give its rows."""
        return self._client.query(text).result_rows

    @cached_property
    def _client(self) -> "Client":
        """One connection for all queries: to open it costs more than most of them."""
        client = connect(
            self.settings.clickhouse_connection, client_name="engagement-tests", connect_seconds=10, answer_seconds=120
        )
        self._stack.callback(client.close)
        return client

    def books(self) -> Books:
        """Give the books as they stand."""
        with self.store() as store:
            return balance(self.settings, store)

    def wait_until_consumed(self, *, seconds: float = 60) -> Books:
        """Wait until every record is consumed and committed, and give the books."""
        eventually(self.waiting, lambda waiting: not waiting, seconds=seconds, every=0.2, what="the backlog")
        return self.books()

    def waiting(self) -> int:
        """Return how many records are not consumed yet; a quarter of the cost of asking the books."""
        return sum(part.end - part.committed for part in offsets(self.settings))

    def reported(self, *arguments: str) -> Any:
        """Run a command of the product that prints JSON, and give that."""
        return json.loads(self.engage(*arguments).stdout)
