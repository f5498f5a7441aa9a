"""Both engines in one data directory: started together, stopped together, found by others."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from embedded.clickhouse import ClickHouse
from embedded.engine_process import EngineProcess
from embedded.errors import DataDirBusyError
from embedded.kafka import Kafka
from embedded.kafka_files import Progress

LOCK_FILE = "lock"
RUNNING_FILE = "running.json"


@dataclass(frozen=True, slots=True)
class Running:
    """Engines that another process holds.

    Attributes:
        bootstrap: Kafka's ``HOST:PORT``.
        clickhouse_url: ClickHouse's ``http://HOST:PORT``.
        clickhouse_native: ClickHouse's ``HOST:PORT`` of the native protocol.
        pid: The process that holds them, which is the one to stop.
    """

    bootstrap: str
    clickhouse_url: str
    clickhouse_native: str
    pid: int


class Engines:
    """Kafka and ClickHouse in one data directory, from `start` to `stop`; a context manager.

    Args:
        data_dir: Kept in ``kafka/``, ``clickhouse/`` and ``logs/`` below it. One live `Engines` at a time may hold it.
        kafka_port: By default a free one.
        clickhouse_port: By default a free one.
        on_progress: Told about the first start's download: bytes here, bytes expected or None, a label.
        heap_mb: The most megabytes that Kafka's Java takes for objects.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        kafka_port: int | None = None,
        clickhouse_port: int | None = None,
        on_progress: Progress | None = None,
        heap_mb: int = 512,
    ) -> None:
        self.data_dir = data_dir.absolute()
        logs = self.data_dir / "logs"
        self.kafka = Kafka(
            self.data_dir / "kafka", port=kafka_port, log=logs / "kafka.log", on_progress=on_progress, heap_mb=heap_mb
        )
        self.clickhouse = ClickHouse(self.data_dir / "clickhouse", port=clickhouse_port, log=logs / "clickhouse.log")
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def bootstrap(self) -> str:
        """Kafka's ``127.0.0.1:PORT``."""
        return self.kafka.bootstrap

    @property
    def clickhouse_url(self) -> str:
        """ClickHouse's ``http://127.0.0.1:PORT``."""
        return self.clickhouse.url

    def start(self) -> None:
        """Start both at once; return when both answer. If one fails, neither is left running.

        Raises:
            DataDirBusyError: Another live process holds the data directory.
            EngineDownloadError: Kafka's jars are not here and could not be fetched.
            EngineStartError: An engine ended, or did not answer in time.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.data_dir)
        try:
            _both(lambda engine: engine.start(), self.kafka, self.clickhouse)
        except BaseException:
            self.stop()
            raise
        running = Running(self.bootstrap, self.clickhouse_url, self.clickhouse.native, os.getpid())
        fresh = self.data_dir / f"{RUNNING_FILE}.new"
        fresh.write_text(json.dumps(asdict(running)))
        fresh.replace(self.data_dir / RUNNING_FILE)

    def stop(self) -> None:
        """Stop both in order and let go of the data directory. Does nothing if they are not running."""
        if self._lock is None:
            return
        with ExitStack() as last:
            last.callback(self._lock.close)
            self._lock = None
            (self.data_dir / RUNNING_FILE).unlink(missing_ok=True)
            _both(lambda engine: engine.stop(), self.kafka, self.clickhouse)


def read_running(data_dir: Path) -> Running | None:
    """Who runs the engines of a data directory, or None if nobody who is still alive does."""
    try:
        running = Running(**json.loads((data_dir / RUNNING_FILE).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    with suppress(BlockingIOError), (data_dir / LOCK_FILE).open("r") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None  # nobody holds it: the holder was killed
    return running


def _locked(data_dir: Path) -> IO[str]:
    """Hold the data directory until the file is closed or this process ends."""
    lock = (data_dir / LOCK_FILE).open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise DataDirBusyError(data_dir, int(holder) if holder.isdigit() else None) from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _both(verb: Callable[[EngineProcess], None], *engines: EngineProcess) -> None:
    """Do it to all at once; wait for all, then raise the first failure, if any."""
    with ThreadPoolExecutor(len(engines)) as pool:
        done = [pool.submit(verb, engine) for engine in engines]
    for outcome in done:
        outcome.result()
