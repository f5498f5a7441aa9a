"""What a command refused: how many of each kind, the first three of each, and all of them in a file on request."""

import csv
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Annotated, Any, NamedTuple, Self

import typer

from producers.commands.options import wrong

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Refusal", "Refusals", "ReportOption"]

ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="Write every refusal to this CSV file, not only three of each kind."),
]

_SHOWN = 3
_COLUMNS = ("kind", "where", "value", "what to do", "what is wrong")


class Refusal(NamedTuple):
    """One thing that was refused. `kind` is the same for all of which the same is wrong."""

    kind: str
    place: str
    value: str
    remedy: str
    detail: str = ""
    """What is wrong, where the remedy alone does not say it."""

    def __str__(self) -> str:
        value = f" {self.value!r}" if self.value else ""
        detail = f" {self.detail}." if self.detail else ""
        return f"{self.place}:{value}{detail} {self.remedy}"


class Refusals:
    """Collects refusals; a context manager. Without `keep_all` it keeps three of each kind, however many there are."""

    def __init__(self, report: Path | None = None, *, keep_all: bool = False) -> None:
        self._report = report
        self._keep_all = keep_all
        self._file: IO[str] | None = None
        self._rows: Any = None
        self._kinds: dict[str, list[Refusal]] = {}
        self._counts: dict[str, int] = {}
        self.all: list[Refusal] = []
        """Every refusal, if they are kept."""

    def __enter__(self) -> Self:
        """Open the report.

        Raises:
            typer.BadParameter: it cannot be written.
        """
        if self._report is not None:
            try:
                self._file = self._report.open("w", encoding="utf-8-sig", newline="")  # Excel knows UTF-8 by its mark
            except OSError as error:
                wrong("--report", f"{self._report} cannot be written: {error.strerror}; name another file")
            self._rows = csv.writer(self._file, delimiter=";")
            self._rows.writerow(_COLUMNS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self._counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, most frequent first."""
        return dict(sorted(self._counts.items(), key=lambda one: -one[1]))

    def add(self, refusal: Refusal) -> None:
        """Count a refusal, and write it to the report."""
        first = self._kinds.setdefault(refusal.kind, [])
        self._counts[refusal.kind] = self._counts.get(refusal.kind, 0) + 1
        if len(first) < _SHOWN:
            first.append(refusal)
        if self._keep_all:
            self.all.append(refusal)
        if self._rows is not None:
            self._rows.writerow([_harmless(cell) for cell in refusal])

    def add_all(self, refusals: "Iterable[Refusal]") -> None:
        """Add each of them."""
        for refusal in refusals:
            self.add(refusal)

    def print(self) -> None:
        """Print on stdout how many of each kind there are, then the first three of each."""
        if not self._counts:
            return
        typer.echo(f"Refused: {self.count:,}")
        for kind, number in self.counts.items():
            typer.echo(f"{number:>9,}  {kind}")
        for kind, number in self.counts.items():
            typer.echo(f"{kind}:")
            for refusal in self._kinds[kind]:
                typer.echo(f"  {refusal}")
            if number > _SHOWN:
                more = f"  and {number - _SHOWN:,} more"
                typer.echo(more if self._report is not None else f"{more}; --report FILE writes all of them")
        if self._report is not None:
            typer.echo(f"All of them are in {self._report}")


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
