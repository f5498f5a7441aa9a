"""Who keeps everything that was shown on every day of a season learns no small number, nor of anybody's late upload."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest

from streams.releases.disclosure import Cell, CellKey, Decision, Relation, Shown, Withheld, protect, protection
from tests.streams.releases.disclosure.attack import guesses, small_changes
from tests.streams.releases.disclosure.season import Calendar, season


def _attack(seeds: Iterable[int], months: int, calendar: Calendar) -> tuple[int, int, int]:
    """Return how many small numbers were withheld, how many found out, and how many changes tell of few."""
    looked_at = found = changes = 0
    for seed in seeds:
        for month in season(seed, months, calendar):
            guessed = [] if calendar.follows else list(guesses(month))
            looked_at += len(guessed)
            found += sum(guess.found for guess in guessed)
            changes += len(small_changes(month))
            assert calendar != Calendar() or not month.exposed
    return looked_at, found, changes


def test_no_small_number_is_found_in_a_season_that_is_watched_daily() -> None:
    """With late uploads, corrections and erasures in between; and no number ever changes by few people."""
    looked_at, found, changes = _attack(range(4), 3, Calendar())
    assert looked_at > 50
    assert (found, changes) == (0, 0)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_no_small_number_is_found_in_many_seasons() -> None:
    """In 400 programme-months."""
    looked_at, found, changes = _attack(range(100), 4, Calendar())
    assert looked_at > 4_000
    assert (found, changes) == (0, 0)


def _only_small(
    cells: Iterable[Cell],
    relations: Iterable[Relation],  # noqa: ARG001
    already: Mapping[CellKey, int | Withheld],  # noqa: ARG001
    *,
    order: Sequence[CellKey],  # noqa: ARG001
) -> Decision:
    return Decision({cell.key: Withheld() if cell.small else Shown(cell.value) for cell in cells})


WEAKER = {
    "the running month is shown": Calendar(running=True),
    "shown numbers follow what is counted": Calendar(follows=True),
    "a revision changes numbers by any number of people": Calendar(revises=True),
    "only small numbers are withheld": Calendar(protect=_only_small),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_weaker_calendar_or_rule_is_found_out(weakness: str) -> None:
    """Small numbers come out, or changes by few people."""
    assert any(any(_attack([seed], 3, WEAKER[weakness])[1:]) for seed in range(12))


def _as_it_is(
    cells: Iterable[Cell],
    relations: Iterable[Relation],
    already: Mapping[CellKey, int | Withheld],
    *,
    order: Sequence[CellKey],
) -> Decision:
    return protect(cells, relations, already, order=order)


def _no_audit(_: object) -> tuple[CellKey, ...]:
    return ()


def _always(*_: object) -> bool:
    return True


@pytest.mark.parametrize(
    ("owner", "name", "weaker"),
    [("class", "_exposed", _no_audit), ("module", "closed", _always), ("module", "crowded", _always)],
)
def test_a_missing_step_is_found_out(
    owner: str, name: str, weaker: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit of tables that cross, the covers of sums, and the size of what has none."""
    monkeypatch.setattr(protection._Protection if owner == "class" else protection, name, weaker)
    assert any(any(_attack([seed], 3, Calendar(protect=_as_it_is))[1:]) for seed in range(40))
