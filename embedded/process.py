"""A process of ours that dies with us, with its log in a file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from embedded import guard
from embedded.errors import EngineStartError

LOG_TAIL_LINES = 25


class GuardedProcess:
    """A command under a guard: it ends when this object is stopped, and when this process dies, however it dies.

    The command runs in a session of its own, so a terminal's Ctrl-C reaches only the process that holds this object,
    which then stops the command in order. Not thread-safe: one owner.

    Args:
        command: Program and arguments.
        log: File for the command's stdout and stderr; the previous run's is kept as ``….previous``.
        env: The command's whole environment; by default this process's.
        cwd: Its working directory; by default this process's.
        name: What messages call it; by default the program's file name.
        grace: Seconds from SIGTERM to SIGKILL when this process dies or leaves the context.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        name: str | None = None,
        grace: float = guard.DEFAULT_GRACE_SECONDS,
    ) -> None:
        self.command = [str(part) for part in command]
        self.log = log
        self.name = name or Path(self.command[0]).name
        self._env = None if env is None else dict(env)
        self._cwd = cwd
        self._grace = grace
        self._guard: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the command; return when it exists, which says nothing about readiness.

        Raises:
            EngineStartError: It runs already, or could not be started; the message shows the log.
        """
        if self.running:
            raise EngineStartError(f"{self.name} runs already as process {self._pid}; stop it first.")
        self._close()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_name(self.log.name + ".previous"))
        with self.log.open("ab") as log:
            self._guard = subprocess.Popen(  # noqa: S603  our own file and the caller's own command
                [sys.executable, "-I", "-S", guard.__file__, "--grace", str(self._grace), "--", *self.command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
            )
        assert self._guard.stdout is not None  # noqa: S101  asked for just above
        announced = self._guard.stdout.readline()
        if not announced:
            self._guard.wait()
            self._close()
            raise EngineStartError(f"{self.name} could not be started. Its log {self.log}:\n{self.log_tail()}")
        self._pid = int(announced)

    def stop(self, grace: float | None = None) -> None:
        """Ask the command to end, insist after the grace, and wait until it is gone. Does nothing if it is not running.

        Args:
            grace: Seconds from SIGTERM to SIGKILL; by default the one given at construction.
        """
        if self._guard is not None and self.running:
            self._guard.terminate()
            self._signal(signal.SIGCONT)
            try:
                self._guard.wait(self._grace if grace is None else grace)
            except subprocess.TimeoutExpired:
                self.kill()
        self._close()

    def kill(self) -> None:
        """End the command with SIGKILL, as a power cut would, and wait until it is gone."""
        self._signal(signal.SIGKILL)
        if self._guard is not None:
            self._guard.wait()
        self._close()

    def pause(self) -> None:
        """Freeze the command (SIGSTOP): its connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused command go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    @property
    def running(self) -> bool:
        """Whether the command is alive (a paused one is)."""
        return self._guard is not None and self._guard.poll() is None

    @property
    def pid(self) -> int | None:
        """The command's own process id, not the guard's; None before the first start."""
        return self._pid

    @property
    def exit_code(self) -> int | None:
        """How it ended: its code, or 128 + the number of the signal that ended it; None while it runs or before."""
        return None if self._guard is None else self._guard.poll()

    def log_tail(self, lines: int = LOG_TAIL_LINES) -> str:
        """The last lines of this run's log without the frames of Java's stack traces, or a word that there are none."""
        if not self.log.exists():
            return "(no log)"
        with self.log.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 1000 * lines))
            text = log.read().decode(errors="replace").strip()
        told = [line for line in text.splitlines() if not line.startswith("\tat ")]
        return "\n".join(told[-lines:]) or "(the log is empty)"

    def _signal(self, number: signal.Signals) -> None:
        if self.running and self._pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, number)

    def _close(self) -> None:
        """Close the pipes of a guard that is gone."""
        if self._guard is not None:
            for pipe in (self._guard.stdin, self._guard.stdout):
                if pipe is not None:
                    pipe.close()
