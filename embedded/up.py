"""The whole pipeline on this machine, until it is stopped."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path

from embedded.machine import read_running
from embedded.own_process import WorkerStoppedError, own_process
from embedded.ports import free_port, is_free
from embedded.prepared import Stage, prepared_engines
from producers.gateway.settings import GatewaySettings

__all__ = ["run_up"]


def run_up(folder: Path, stage: Stage, say: Callable[[str], None]) -> None:
    """Start engines, worker, gateway and nightly release, say where they are, and stop them on SIGINT or SIGTERM.

    The gateway listens on ENGAGE_GATEWAY_PORT, or on a free port where that one is taken.

    Raises:
        EmbeddedError: something did not start, or one of the three ended by itself; the message shows its log.
    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with prepared_engines(folder, stage) as settings:
        wanted = GatewaySettings().gateway_port
        port = wanted if wanted and is_free(wanted) else free_port()
        with (
            own_process(settings, folder, "worker", "--quiet") as worker,
            own_process(settings, folder, "gateway", "--port", str(port)) as gateway,
            own_process(settings, folder, "release", "--watch") as release,
        ):
            worker.start()
            gateway.start()
            release.start()
            stage("ready: Ctrl-C stops", 1, 1)
            say(f"Kafka       {settings.kafka_bootstrap}")
            native = f"  (native: {running.clickhouse_native})" if (running := read_running(folder)) else ""
            say(f"ClickHouse  {settings.clickhouse_url}{native}")
            say(f"door page   http://127.0.0.1:{port}/  (a key: engage organisers create)")
            say(f"data, logs  {folder}")
            while not stop.wait(0.5):
                for process in (worker, gateway, release):
                    if not process.running:
                        raise WorkerStoppedError(f"{process.name} stopped by itself:\n{process.log_tail()}")
            stage("stop in order", 0, None)
