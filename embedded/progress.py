"""What goes on, on stderr: bars on a terminal, a line a stage elsewhere."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

__all__ = ["Progress"]


class Progress:
    """Shows stages one below the other; a context manager."""

    def __init__(self) -> None:
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

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish()
        self._bars.stop()

    def stage(self, name: str, done: int, total: int | None) -> None:
        """Say that a stage is under way: its name, how much is done, and how much there is where that is known."""
        if not self._console.is_terminal:
            if name != self._current:
                self._current = name
                print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201  progress where there is no terminal
            return
        if name != self._current:
            self._finish()
            self._current = name
            self._tasks[name] = self._bars.add_task(name, total=total, amount="")
        amount = f"{done:,}" + (f" / {total:,}" if total else "") if done or total else ""
        self._bars.update(self._tasks[name], completed=done, total=total, amount=amount)

    def _finish(self) -> None:
        if self._current in self._tasks:
            self._bars.update(self._tasks[self._current], completed=1, total=1)
