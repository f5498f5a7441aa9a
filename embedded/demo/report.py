"""The verdict, for people and for machines."""

from pathlib import Path
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from embedded.demo.run import DemoResult
from streams.books_report import as_dict as books_as_dict

__all__ = ["as_dict", "as_text"]

_SHOWN_MISMATCHES = 20
_CHECKOUT = Path(__file__).parents[2]


def as_dict(result: DemoResult) -> dict[str, Any]:
    """Return the result as JSON holds it."""
    verdict = result.verdict
    return {
        "verdict": "pass" if verdict.passed else "fail",
        "events_emitted": result.events_emitted,
        "messages_consumed": verdict.books.consumed,
        "facts": verdict.facts,
        "duplicates": verdict.duplicates,
        "dead_letters": dict(verdict.dead_letters),
        "rollups_checked": dict(verdict.rollups_checked),
        "mismatches": [
            {"number": mismatch.number, "truth": mismatch.truth, "stored": mismatch.stored}
            for mismatch in verdict.mismatches
        ],
        "events_per_second": round(result.events_per_second),
        "books": books_as_dict(verdict.books),
    }


def as_text(result: DemoResult) -> Group:
    """Return the result as a table and a sentence."""
    verdict = result.verdict
    table = Table(title="Stored numbers against the truth of the simulated city")
    table.add_column("what")
    table.add_column("compared", justify="right")
    table.add_column("wrong", justify="right")
    for family, checked in verdict.rollups_checked.items():
        wrong = sum(1 for mismatch in verdict.mismatches if mismatch.number.startswith(f"{family}["))
        table.add_row(f"{family}: rows", f"{checked:,}", str(wrong), style="bold red" if wrong else "")
    for name, count in (
        ("messages consumed", verdict.books.consumed),
        ("accepted, duplicates included", verdict.accepted),
        ("duplicates", verdict.duplicates),
        ("facts", verdict.facts),
    ):
        table.add_row(name, f"{count:,}", "")
    for reason, count in verdict.dead_letters.items():
        table.add_row(f"dead letters: {reason}", f"{count:,}", "")
    lines = [Text(f"wrong: {mismatch}", style="red") for mismatch in verdict.mismatches[:_SHOWN_MISMATCHES]]
    if len(verdict.mismatches) > _SHOWN_MISMATCHES:
        lines.append(Text(f"and {len(verdict.mismatches) - _SHOWN_MISMATCHES} more (see --json)", style="red"))
    books = "the books balance" if verdict.books.balanced else "the books do NOT balance"
    speed = f"{result.events_emitted:,} messages in {result.seconds:.1f} s, {result.events_per_second:,.0f} a second"
    if verdict.passed:
        end = Text(f"PASS: every number equals the truth, {books}; {speed}.", style="bold green")
    else:
        end = Text(
            f"FAIL: {len(verdict.mismatches)} numbers differ from the truth, {books}; {speed}.", style="bold red"
        )
    return Group(table, *lines, end, *([Text(_next_step())] if verdict.passed else []))


def _next_step() -> str:
    """Return what to do next, by a command that is there: an installed wheel comes without Makefile and pages."""
    if (_CHECKOUT / "Makefile").is_file():
        return "Next: `make up` starts it to try by hand; docs/how-to/first-evening.md goes on from there."
    return "Next: `engage up` starts it to try by hand."
