"""Does every stored number equal the truth?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from embedded.demo.numbers import Numbers, stored_facts, stored_numbers, true_numbers
from embedded.demo.published import published_numbers, small_numbers
from streams.batch import DEAD_LETTER
from streams.books import Books
from streams.store import Store

if TYPE_CHECKING:
    from producers.simulator import Truth

__all__ = ["Mismatch", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One number that is not what it must be."""

    number: str
    truth: Any
    stored: Any

    def __str__(self) -> str:
        return f"{self.number}: truth {self.truth}, stored {self.stored}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a simulation. `rollups_checked` counts each family's rows."""

    facts: int
    accepted: int
    dead_letters: Mapping[str, int]
    duplicates: int
    rollups_checked: Mapping[str, int]
    mismatches: list[Mismatch]
    books: Books

    @property
    def passed(self) -> bool:
        """Whether every number equals the truth and the books balance."""
        return not self.mismatches and self.books.balanced and not self.books.waiting


def judge(truth: "Truth", store: Store, books: Books) -> Verdict:
    """Compare all that is stored and all that is published with the truth."""
    mismatches: list[Mismatch] = []
    checked: dict[str, int] = {}
    stored = stored_numbers(store)
    for family, expected in true_numbers(truth).items():
        mismatches += _differences(family, expected, stored[family])
        checked[family] = len(expected)
    for family, expected, shown in published_numbers(truth, store):
        mismatches += _differences(family, expected, shown)
        checked[family] = len(shown)
    mismatches += [Mismatch(name, "not shown: too few people", number) for name, number in small_numbers(store)]
    facts = stored_facts(store)
    dead = {
        outcome.removeprefix(DEAD_LETTER): count
        for outcome, count in sorted(books.outcomes.items())
        if outcome.startswith(DEAD_LETTER)
    }
    expected_dead = {reason.value: count for reason, count in truth.dead_letters.items() if count}
    mismatches += _differences("dead_letters", {(): expected_dead}, {(): dead})
    for name, true, found in (
        ("messages_consumed", truth.messages, books.consumed),
        ("accepted", truth.accepted, books.accepted),
        ("facts", truth.facts, facts),
    ):
        if true != found:
            mismatches.append(Mismatch(name, true, found))
    return Verdict(
        facts=facts,
        accepted=books.accepted,
        dead_letters=dead,
        duplicates=books.accepted - (truth.accepted - truth.duplicates),
        rollups_checked=checked,
        mismatches=mismatches,
        books=books,
    )


def _differences(family: str, expected: Numbers, stored: Numbers) -> Iterator[Mismatch]:
    for about in sorted({*expected, *stored}):
        true, found = expected.get(about, {}), stored.get(about, {})
        row = f"{family}[{' '.join(about)}]" if about else family
        if about not in expected:
            yield Mismatch(row, "no such row", "a row")
        elif about not in stored:
            yield Mismatch(row, "a row", "no such row")
        else:
            for name in sorted({*true, *found}):
                if true.get(name) != found.get(name):
                    yield Mismatch(f"{row}.{name}", true.get(name), found.get(name))
