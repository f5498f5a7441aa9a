"""The campaign's report, for people."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from tests.chaos.tally import Tally

__all__ = ["as_text"]

_SHOWN = 30


def as_text(tally: Tally) -> Group:
    """Give the table of kinds, what was found wrong, and a sentence."""
    table = Table(title=f"Fault campaign, seed {tally.seed}")
    table.add_column("fault")
    table.add_column("times", justify="right")
    table.add_column("what came of it")
    for kind, outcomes in sorted(tally.kinds.items()):
        told = ", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common())
        table.add_row(kind, str(outcomes.total()), told)
    wrong = [Text(f"{one.sort}: {one.what} (after {', '.join(one.after)})", style="red") for one in tally.findings]
    if len(wrong) > _SHOWN:
        wrong = [*wrong[:_SHOWN], Text(f"and {len(wrong) - _SHOWN} more (see the JSON)", style="red")]
    counts = ", ".join(f"{tally.count(sort)} {sort}" for sort in ("lost", "doubled", "unexplained"))
    end = Text(
        f"{'PASS' if tally.clean else 'FAIL'}: {tally.faults} faults of {len(tally.kinds)} kinds in "
        f"{tally.seconds:.0f} s: {counts}.",
        style="bold green" if tally.clean else "bold red",
    )
    return Group(table, *wrong, end)
