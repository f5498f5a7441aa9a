"""The product's own processes beside the engines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.errors import EmbeddedError
from embedded.process import GuardedProcess
from streams.settings import StreamSettings

__all__ = ["WorkerStoppedError", "own_process"]


class WorkerStoppedError(EmbeddedError):
    """A process of the product ended by itself, or does nothing any more."""


@contextmanager
def own_process(settings: StreamSettings, folder: Path, command: str, *options: str) -> Iterator[GuardedProcess]:
    """Return `engage COMMAND`, not started yet, against the engines that settings name; its log is COMMAND.log.

    It is stopped in order at the end.
    """
    environment = {
        **os.environ,
        "ENGAGE_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "ENGAGE_CLICKHOUSE_URL": settings.clickhouse_url,
    }
    process = GuardedProcess(
        [sys.executable, "-m", "engage", command, *options],
        log=folder / "logs" / f"{command}.log",
        env=environment,
        name=command,
        grace=settings.stop_seconds + 10,
    )
    try:
        yield process
    finally:
        process.stop()
