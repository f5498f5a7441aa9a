"""The whole pipeline on this machine, until it is stopped."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path

from embedded.demo.run import Stage, WorkerStoppedError, worker_process
from embedded.machine import Engines
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import create_topics

__all__ = ["run_up"]


def run_up(folder: Path, stage: Stage, say: Callable[[str], None]) -> None:
    """Start engines and a worker, say where they are, and stop them in order on SIGINT or SIGTERM.

    Raises:
        EmbeddedError: something did not start, or the worker ended by itself; the message shows its log.
    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    stage("start Kafka and ClickHouse", 0, None)

    def on_download(done: int, total: int | None, label: str) -> None:
        stage(f"download Kafka: {label}", done, total)

    with Engines(folder, on_progress=on_download) as engines:
        settings = StreamSettings(kafka_bootstrap=engines.bootstrap, clickhouse_url=engines.clickhouse_url)
        create_topics(settings)
        with Store(settings) as store:
            migrate(store)
        with worker_process(settings, folder) as worker:
            worker.start()
            stage("ready: Ctrl-C stops", 1, 1)
            say(f"Kafka       {engines.bootstrap}")
            say(f"ClickHouse  {engines.clickhouse_url}")
            say(f"data, logs  {folder}")
            while not stop.wait(0.5):
                if not worker.running:
                    raise WorkerStoppedError(f"the worker stopped by itself:\n{worker.log_tail()}")
            stage("stop in order", 0, None)
