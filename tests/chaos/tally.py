"""The count of faults and of what came of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from embedded.demo.verdict import Mismatch, Verdict

__all__ = ["Finding", "Tally", "findings_of"]

Sort = Literal["lost", "doubled", "unexplained"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be, after which faults."""

    sort: Sort
    what: str
    after: Sequence[str]


def findings_of(verdict: Verdict, after: Sequence[str], known: set[str]) -> list[Finding]:
    """Sort what a verdict found wrong; what is in `known` was told before, and the rest goes in there.

    Less than the truth is lost, more is doubled; a number that is only other than the truth is unexplained.
    """
    found = [(_sort_of(mismatch), str(mismatch)) for mismatch in verdict.mismatches]
    for part in verdict.books.partitions:
        where = f"books of {part.topic}/{part.partition}"
        if part.missing:
            found.append(("lost", f"{where}: {part.missing} offsets in no outcome, first {part.first_missing}"))
        if part.doubled:
            found.append(("doubled", f"{where}: {part.doubled} offsets in more than one outcome"))
        if part.waiting:
            found.append(("unexplained", f"{where}: {part.waiting} messages still wait"))
    fresh = [Finding(sort, what, after) for sort, what in found if what.partition(":")[0] not in known]
    known.update(what.partition(":")[0] for _, what in found)
    return fresh


@dataclass(slots=True)
class Tally:
    """What was done and what came of it, so far."""

    seed: int
    seconds: float = 0.0
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def note(self, kind: str, outcome: str) -> None:
        """Count a fault of a kind with what came of it."""
        self.kinds.setdefault(kind, Counter())[outcome] += 1

    def accuse(self, findings: Iterable[Finding]) -> None:
        """Keep what was found wrong."""
        self.findings += findings

    @property
    def faults(self) -> int:
        """How many faults there were."""
        return sum(outcomes.total() for outcomes in self.kinds.values())

    def count(self, sort: Sort) -> int:
        """How many findings are of a sort."""
        return sum(finding.sort == sort for finding in self.findings)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or unexplained."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON holds it."""
        return {
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "faults": self.faults,
            "kinds": {
                kind: {"count": outcomes.total(), "outcomes": dict(outcomes)}
                for kind, outcomes in sorted(self.kinds.items())
            },
            "lost": self.count("lost"),
            "doubled": self.count("doubled"),
            "unexplained": self.count("unexplained"),
            "findings": [
                {"sort": finding.sort, "what": finding.what, "after": list(finding.after)} for finding in self.findings
            ],
        }


def _sort_of(mismatch: Mismatch) -> Sort:
    true, stored = mismatch.truth, mismatch.stored
    if stored == "no such row":
        return "lost"
    if true == "no such row":
        return "doubled"
    true, stored = _size(true), _size(stored)
    if true is None or stored is None or true == stored:
        return "unexplained"
    return "lost" if stored < true else "doubled"


def _size(number: Any) -> float | None:
    """How much a number is, or all numbers of a mapping; None for what is no amount. Not recorded is less than any."""
    if number is None:
        return -1
    if isinstance(number, dict):
        sizes = [_size(one) for one in number.values()]
        return None if None in sizes else sum(size for size in sizes if size is not None)
    return float(number) if isinstance(number, (int, float)) and not isinstance(number, bool) else None
