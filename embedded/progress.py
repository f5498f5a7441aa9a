"""What goes on, on stderr: bars on a terminal, elsewhere a line a stage, with the seconds that it took."""

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

__all__ = ["Progress"]


class Progress:
    """Shows stages one below the other, and at the end how long all took; a context manager.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._console = Console(stderr=True)
        self._bars = Bars(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TimeElapsedColumn(),
            console=self._console,
        )
        self._tasks: dict[str, TaskID] = {}
        self._current = ""
        self._line_open = False
        self._began = self._stage_began = clock()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish()
        self._end_line()
        if self._console.is_terminal:
            self._bars.stop()
        if error is None:
            self._write(f"done in {self._clock() - self._began:.1f} s\n")

    def stage(self, name: str, done: int, total: int | None) -> None:
        """Show that a stage is under way: its name, how much is done, and how much there is where that is known."""
        if not self._console.is_terminal:
            self._stage_in_a_line(name, done=total is not None and done >= total)
            return
        if name != self._current:
            self._finish()
            self._current = name
            self._tasks[name] = self._bars.add_task(name, total=total, amount="")
        amount = f"{done:,}" + (f" / {total:,}" if total else "") if done or total else ""
        self._bars.update(self._tasks[name], completed=done, total=total, amount=amount)

    def _stage_in_a_line(self, name: str, *, done: bool) -> None:
        if name == self._current:
            return
        self._end_line()
        self._current, self._stage_began = name, self._clock()
        self._write(f"{name}\n" if done else f"{name} … ")
        self._line_open = not done

    def _end_line(self) -> None:
        if self._line_open:
            self._line_open = False
            self._write(f"{self._clock() - self._stage_began:.1f} s\n")

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()

    def _finish(self) -> None:
        if self._current in self._tasks:
            self._bars.update(self._tasks[self._current], completed=1, total=1)
