"""What both engines share: a guarded process with a port and a moment from which it answers."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from embedded.errors import EngineStartError
from embedded.ports import free_port, is_free
from embedded.process import GuardedProcess

POLL_SECONDS = 0.02


class EngineProcess(ABC):
    """An engine as a process of its own, from start to stop; a context manager.

    Args:
        data_dir: Everything that it keeps; made if missing.
        port: On the loopback address; by default one is found at the first start and kept.
        log: Its log file; by default below the data directory.
    """

    name: str
    ready_within = 60.0
    """Seconds from start until it must answer."""

    def __init__(self, data_dir: Path, *, port: int | None = None, log: Path | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.log = log or self.data_dir / "logs" / f"{self.name}.log"
        self._port = port
        self._process: GuardedProcess | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """Its TCP port on 127.0.0.1, the same for as long as this object lives."""
        if self._port is None:
            self._port = free_port()
        return self._port

    def start(self) -> None:
        """Start it and return when it answers requests.

        Raises:
            EngineStartError: It ended, or did not answer in time; the message shows the end of its log.
        """
        if self.running:
            return
        if not is_free(self.port):
            raise EngineStartError(
                f"{self.name} cannot start: port {self.port} is in use. Stop its holder, or choose another port."
            )
        self.data_dir.mkdir(parents=True, exist_ok=True)
        process = self._prepare()
        self._process = process
        process.start()
        try:
            self._wait_until_ready(process)
        except BaseException:
            process.kill()
            raise

    def stop(self) -> None:
        """Stop it in order and wait until it is gone. Does nothing if it is not running."""
        if self._process is not None:
            self._process.stop()

    def kill(self) -> None:
        """End it as a power cut would, with SIGKILL. Its data stays; `start` brings it back."""
        if self._process is not None:
            self._process.kill()

    def pause(self) -> None:
        """Freeze it: connections stay open and nothing answers."""
        if self._process is not None:
            self._process.pause()

    def resume(self) -> None:
        """Let it go on after `pause`."""
        if self._process is not None:
            self._process.resume()

    def restart(self) -> None:
        """Stop it if it runs, and start it with the same port and data.

        Raises:
            EngineStartError: As `start` does.
        """
        self.stop()
        self.start()

    @property
    def running(self) -> bool:
        """Whether its process is alive."""
        return self._process is not None and self._process.running

    @property
    def pid(self) -> int | None:
        """Its process id; None before the first start."""
        return None if self._process is None else self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended: its code, or 128 + the number of a signal; None while it runs or before the first start."""
        return None if self._process is None else self._process.exit_code

    def log_tail(self) -> str:
        """The last lines of its log."""
        return "(not started)" if self._process is None else self._process.log_tail()

    def _wait_until_ready(self, process: GuardedProcess) -> None:
        deadline = time.monotonic() + self.ready_within
        while not self._answers():
            if not process.running:
                failure = "ended while it started"
            elif time.monotonic() > deadline:
                failure = f"did not answer on port {self.port} within {self.ready_within:.0f} s"
            else:
                time.sleep(POLL_SECONDS)
                continue
            raise EngineStartError(f"{self.name} {failure}. The end of its log {self.log}:\n{process.log_tail()}")

    @abstractmethod
    def _prepare(self) -> GuardedProcess:
        """Write what it needs to disk and say how to run it."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it answers a real request now."""
