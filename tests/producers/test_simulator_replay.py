"""The truth, made from the world, against a naive replay of the messages, made from nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producers.simulator import City, GatheringTruth, Message, Truth, simulate
from tests.producers.happenings_fold import happenings_differences
from tests.producers.replay import GatheringKey, StandingFact, judged, replayed

PRESENTS = {
    1: "2026-07-24T17:00:00+00:00",  # a Friday evening
    2: "2026-08-08T11:00:00+00:00",  # a Saturday, with a season's end behind it
    3: "2026-10-30T16:30:00+00:00",  # with the end of summer time behind it
    4: "2026-01-03T02:00:00+00:00",  # a night, with a year's end behind it
    5: "2026-04-01T13:15:00+00:00",  # with the beginning of summer time behind it
}
CITIES = [
    City(seed=seed, days=12, people=600, until=datetime.fromisoformat(until), chaos=seed > 1)
    for seed, until in PRESENTS.items()
]
"""One told rightly, the others with chaos; that chaos changes nothing but the telling, `test_simulator` proves."""
COMING_AND_GOING = {
    "gathering-scheduled", "gathering-opened", "gathering-closed", "gathering-cancelled", "check-in", "head-count",
}  # fmt: skip


@dataclass
class Known:
    """What is known of one gathering: each fact's highest revision, as (event, time, data)."""

    plans: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    lifecycle: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    entries: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    exits: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    counts: list[tuple[datetime, int]] = field(default_factory=list)


def note(known: Known, kind: str, time: datetime, data: dict[str, Any]) -> None:
    if kind == "gathering-scheduled":
        known.plans.append((time, data))
    elif kind == "check-in":
        (known.entries if data["direction"] == "entry" else known.exits).append((time, data))
    elif kind == "head-count":
        known.counts.append((time, data["people"]))
    else:
        known.lifecycle[kind.removeprefix("gathering-")].append(time)


def known_of(standing: Iterable[StandingFact]) -> dict[GatheringKey, Known]:
    gatherings: dict[GatheringKey, Known] = {}
    for fact in standing:
        if fact.event in COMING_AND_GOING:
            note(gatherings.setdefault(fact.gathering, Known()), fact.event, fact.time, fact.data)
    return gatherings


def numbers_of(key: GatheringKey, known: Known) -> GatheringTruth:
    checked = known.entries + known.exits
    plan_time, plan = max(known.plans, key=lambda told: told[0], default=(None, {}))
    status = status_of(known, plan_time, plan)
    visitors = [data["visitor"] for _, data in known.entries if "visitor" in data]
    curve: dict[datetime, tuple[int, int]] = {}
    for time, data in checked:
        quarter = time.astimezone(UTC).replace(minute=time.minute // 15 * 15, second=0, microsecond=0)
        entries, exits = curve.get(quarter, (0, 0))
        curve[quarter] = (entries + 1, exits) if data["direction"] == "entry" else (entries, exits + 1)
    moved = sorted(time for time, _ in checked)
    middle = moved[(len(moved) - 1) // 2] if moved else min((time for time, _ in known.counts), default=None)
    began = plan.get("starts") or middle or min(known.lifecycle["opened"], default=None)
    return GatheringTruth(
        programme=key[0],
        gathering=key[1],
        status=status,  # type: ignore[arg-type]  # a name out of the messages
        district=plan.get("venue", {}).get("district", ""),
        capacity=plan.get("capacity"),
        starts=plan.get("starts"),
        ends=plan.get("ends"),
        day=began.astimezone(ZoneInfo("Europe/Helsinki")).date() if began else None,
        entries=len(known.entries),
        exits=len(known.exits),
        visits=len(known.entries) if checked else None,
        visitors=len(set(visitors)) if visitors else None,
        anonymous_visits=len(known.entries) - len(visitors),
        accompanied=sum(data.get("accompanied_by", 0) for _, data in known.entries),
        family_visits=sum(data.get("accompanied_by", 0) > 0 for _, data in known.entries),
        by_age_band=Counter(data["age_band"] for _, data in known.entries if "age_band" in data),
        by_home_district=Counter(data["home_district"] for _, data in known.entries if "home_district" in data),
        first=min((time for time, _ in checked), default=None),
        last=max((time for time, _ in checked), default=None),
        peak_head_count=max((people for _, people in known.counts), default=None),
        inside=inside_of(known, status),
        curve=curve,
        pseudonyms=frozenset(visitors),
    )


def status_of(known: Known, plan_time: datetime | None, plan: dict[str, Any]) -> str:
    cancelled = known.lifecycle["cancelled"]
    if cancelled and (plan_time is None or max(cancelled) >= plan_time):
        return "cancelled"
    doors = [
        (time, status)
        for event, status in (("opened", "open"), ("closed", "closed"))
        for time in known.lifecycle[event]
    ]
    if doors:
        return max(doors)[1]
    if plan_time is None:
        return "unplanned"
    return "postponed" if plan["starts"] is None else "scheduled"


def inside_of(known: Known, status: str) -> int | None:
    if not (known.entries or known.exits or known.counts):
        return None
    if status in {"closed", "cancelled"}:
        return 0
    since, people = max(known.counts, default=(datetime.min.replace(tzinfo=UTC), 0))
    people += sum(time > since for time, _ in known.entries) - sum(time > since for time, _ in known.exits)
    return max(people, 0)


def differences(truth: Truth, messages: Iterable[Message], now: datetime) -> Iterator[str]:
    """Describe each number in which the messages and the truth do not agree."""
    outcome = judged(messages, now)
    replay = replayed(outcome.accepted)
    gatherings = known_of(replay.standing)
    counted = {
        "accepted": (len(outcome.accepted), truth.accepted),
        "messages": (len(outcome.accepted) + outcome.refused.total(), truth.messages),
        "duplicates": (replay.duplicates, truth.duplicates),
        "facts": (replay.facts, truth.facts),
        "dead letters": (dict(outcome.refused), truth.dead_letters),
        "gatherings": (gatherings.keys(), truth.gatherings.keys()),
    }
    yield from (f"{name}: replay {got}, truth {due}" for name, (got, due) in counted.items() if got != due)
    for key, known in gatherings.items():
        got, due = numbers_of(key, known), truth.gatherings.get(key)
        if got != due:
            yield f"replay {got}\n truth {due}"
    yield from happenings_differences(truth, replay.standing)


@pytest.mark.parametrize("city", CITIES, ids=lambda city: f"{city.seed}{'-chaos' if city.chaos else ''}")
def test_truth_is_what_a_replay_of_the_messages_gives(city: City) -> None:
    """What is made from the world and what is read out of the messages are the same, each number of each roll-up."""
    simulation = simulate(city)
    assert list(differences(simulation.truth(), simulation.messages(), city.until)) == []


_SMALL = City(seed=8, days=4, people=250, until=datetime.fromisoformat("2026-09-12T14:00:00Z"), chaos=True)


@cache
def small_city() -> tuple[Truth, list[Message]]:
    """Its truth and its messages, made when they are first asked for."""
    simulation = simulate(_SMALL)
    return simulation.truth(), list(simulation.messages())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.randoms(use_true_random=False))
def test_truth_holds_in_any_order(order: Random) -> None:
    """However the messages are shuffled, the same comes of them: a concern may be answered before it is raised."""
    truth, messages = small_city()[0], small_city()[1].copy()
    order.shuffle(messages)
    assert list(differences(truth, messages, _SMALL.until)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32),
    days=st.integers(1, 3),
    people=st.integers(1, 40),
    hours=st.integers(0, 24 * 365),
    chaos=st.booleans(),
)
def test_tiny_cities_work(seed: int, days: int, people: int, hours: int, *, chaos: bool) -> None:
    """One inhabitant and one day are a city too, at any time of the year."""
    until = datetime.fromisoformat("2026-09-11T16:30:00Z") + timedelta(hours=hours)
    city = City(seed=seed, days=days, people=people, until=until, chaos=chaos)
    simulation = simulate(city)
    assert list(differences(simulation.truth(), simulation.messages(), until)) == []
