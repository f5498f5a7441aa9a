"""Decisions of visits: taken once, night by night, and those of what comes late among themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from schemas.programmes import Programme
from streams.releases.decisions import Count, decide_counts, may_join
from streams.releases.disclosure import CellKey, Decision, Shown

CLUB = Programme.YOUTH_CENTRE


def count(name: str, visits: int, district: str = "kallio") -> Count:
    return Count(name, "", district, visits)


def shown(decision: Decision, level: str) -> Mapping[str, bool]:
    return {key[1]: isinstance(one, Shown) for key, one in decision.cells.items() if key[0] == level}


def lived_through(nights: Sequence[Sequence[Count]]) -> tuple[list[Count], Decision]:
    """Release one night after the other, then the month."""
    counts: list[Count] = []
    for night in nights:
        counts += night
        counts = _decided(counts, decide_counts(CLUB, counts, (), closing=False))
    return counts, decide_counts(CLUB, counts, (), closing=True)


def _decided(counts: Sequence[Count], decision: Decision) -> list[Count]:
    def word(key: CellKey) -> str:
        return "shown" if isinstance(decision.cells[key], Shown) else "withheld"

    return [replace(one, decision=word(one.key)) if one.decision == "new" else one for one in counts]


def test_the_next_gathering_covers_a_small_one_and_the_month_is_shown() -> None:
    """Three people on the first night: the second night's number goes with them; all else and the totals are shown."""
    counts, month = lived_through([[count("a", 3)], [count("b", 40)], [count("c", 30)], [count("d", 25, "malmi")]])
    assert {one.gathering: one.decision for one in counts} == {
        "a": "withheld", "b": "withheld", "c": "shown", "d": "shown",
    }  # fmt: skip
    assert shown(month, "district") == {"kallio": True, "malmi": True}
    assert shown(month, "month") == {"": True}


def test_a_total_that_would_tell_is_withheld_with_another() -> None:
    """A small gathering on the month's last night has no cover: its district is withheld, and the other with it."""
    _, month = lived_through([[count("a", 40)], [count("b", 25, "malmi")], [count("c", 3)]])
    assert shown(month, "gathering") == {"a": True, "b": True, "c": False}
    assert not shown(month, "district")["kallio"]
    assert not shown(month, "month")[""]


def test_what_was_decided_stays() -> None:
    """Whatever comes later, nothing turns from shown to withheld or back."""
    counts, month = lived_through([[count("a", 12)], [count("b", 1)], [count("c", 2)], [count("d", 90)]])
    assert shown(month, "gathering") == {one.gathering: one.decision == "shown" for one in counts}


def test_late_counts_join_their_totals_where_their_sum_tells_nothing_of_any() -> None:
    """All shown, or a small one with a cover; a small one alone, or two of three people, would be told."""

    def late(*visits: int) -> list[Count]:
        counts = [count(str(place), one) for place, one in enumerate(visits)]
        return _decided(counts, decide_counts(CLUB, counts, (), closing=False))

    assert may_join(CLUB, late(40, 12))
    assert may_join(CLUB, late(3, 40))
    assert not may_join(CLUB, late(3))
    assert not may_join(CLUB, late(1, 1))
    assert not may_join(CLUB, late(40, 3))
