"""The truth, made from the world, against a naive replay of the messages, made from nothing else."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from producers.simulator import City, GatheringTruth, Message, Truth, simulate
from schemas.contract import contract_of
from schemas.envelope import BinaryModeError, is_structured, structured
from schemas.programmes import TOPICS, Programme
from schemas.rejections import Rejection

PRESENTS = {
    1: "2026-07-24T17:00:00+00:00",  # a Friday evening
    2: "2026-08-08T11:00:00+00:00",  # a Saturday, with a season's end behind it
    3: "2026-10-30T16:30:00+00:00",  # with the end of summer time behind it
    4: "2026-01-03T02:00:00+00:00",  # a night, with a year's end behind it
    5: "2026-04-01T13:15:00+00:00",  # with the beginning of summer time behind it
}
CITIES = [
    City(seed=seed, days=9, people=1200, until=datetime.fromisoformat(until), chaos=chaos)
    for seed, until in PRESENTS.items()
    for chaos in (False, True)
]
GatheringKey = tuple[Programme, str]


@dataclass
class Judged:
    """Each message's one outcome."""

    accepted: list[tuple[Programme, dict[str, Any]]] = field(default_factory=list)
    refused: Counter[Rejection] = field(default_factory=Counter)


def judged(messages: Iterable[Message], now: datetime) -> Judged:
    result = Judged()
    for message in messages:
        try:
            result.accepted.append((TOPICS[message.topic], event_in(message, now)))
        except RefusedError as refused:
            result.refused[refused.reason] += 1
    return result


class RefusedError(Exception):
    """A message must not be accepted."""

    def __init__(self, reason: Rejection) -> None:
        super().__init__(reason)
        self.reason = reason


def event_in(message: Message, now: datetime) -> dict[str, Any]:
    programme = TOPICS[message.topic]
    value = json_object_in(message)
    kind = json.loads(value).get("type")
    if kind not in contract_of(programme).types:
        others = [other for other in Programme if kind in contract_of(other).types]
        raise RefusedError(Rejection.WRONG_TOPIC if others else Rejection.UNKNOWN_TYPE)
    try:
        event: dict[str, Any] = dict(contract_of(programme).one.validate_json(value))
    except ValidationError as error:
        errors = error.errors()
        if programme is Programme.POLICE_DIALOGUE and any(one["type"] == "extra_forbidden" for one in errors):
            raise RefusedError(Rejection.PERSON_KEY) from error
        in_data = all(one["loc"][1] == "data" for one in errors)
        raise RefusedError(Rejection.WRONG_DATA if in_data else Rejection.WRONG_ENVELOPE) from error
    replacement = event["data"].get("replacement", {})
    times = [event["time"], replacement.get("time", event["time"])]
    if max(times) > now + timedelta(minutes=10):
        raise RefusedError(Rejection.IN_THE_FUTURE)
    ages = replacement.get("event", kind.split(".")[-2]) in {"check-in", "head-count"}
    if ages and times[-1] < now - timedelta(days=83):
        raise RefusedError(Rejection.TOO_LATE)
    return event


def json_object_in(message: Message) -> bytes:
    try:
        value = message.value or b""
        value = value if is_structured(message.headers) else structured(message.headers, value)
        if not isinstance(json.loads(value, parse_constant=lambda name: float(f"no {name}")), dict):
            raise RefusedError(Rejection.MALFORMED)
    except (BinaryModeError, ValueError) as error:
        raise RefusedError(Rejection.MALFORMED) from error
    return value


@dataclass
class Known:
    """What is known of one gathering: each fact's highest revision, as (event, time, data)."""

    plans: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    lifecycle: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    entries: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    exits: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    counts: list[tuple[datetime, int]] = field(default_factory=list)


@dataclass
class Replay:
    """What the messages say, read as a set."""

    gatherings: dict[GatheringKey, Known]
    facts: int
    duplicates: int


def replayed(accepted: Iterable[tuple[Programme, dict[str, Any]]]) -> Replay:
    seen: set[str] = set()
    duplicates = 0
    facts: dict[tuple[Programme, str, str, str], tuple[int, Any]] = {}
    for programme, event in accepted:
        content = json.dumps({"revision": 1, **event, "topic": programme}, sort_keys=True, default=in_utc)
        duplicates += content in seen
        seen.add(content)
        source, event_id, told = told_in(event)
        key, revision = (programme, event["subject"], source, event_id), event.get("revision", 1)
        known = facts.get(key, (0, None))
        assert known[0] != revision or known[1] == told
        if revision > known[0]:
            facts[key] = (revision, told)
    gatherings: dict[GatheringKey, Known] = {}
    for (programme, gathering, _, _), (_, told) in facts.items():
        if told is not None:
            note(gatherings.setdefault((programme, gathering), Known()), *told)
    assert gatherings.keys() == {key[:2] for key in facts}
    return Replay(gatherings, len(facts), duplicates)


def in_utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat()


def told_in(event: dict[str, Any]) -> tuple[str, str, tuple[str, datetime, dict[str, Any]] | None]:
    kind, data = event["type"].split(".")[-2], event["data"]
    source = data.get("source", event["source"])
    if kind == "retraction":
        return source, data["retracts"], None
    if kind == "correction":
        new = data["replacement"]
        return source, data["corrects"], (new["event"], new["time"], new["data"])
    return event["source"], event["id"], (kind, event["time"], data)


def note(known: Known, kind: str, time: datetime, data: dict[str, Any]) -> None:
    if kind == "gathering-scheduled":
        known.plans.append((time, data))
    elif kind == "check-in":
        (known.entries if data["direction"] == "entry" else known.exits).append((time, data))
    elif kind == "head-count":
        known.counts.append((time, data["people"]))
    else:
        known.lifecycle[kind.removeprefix("gathering-")].append(time)


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
    attended = [time for time, _ in checked] + [time for time, _ in known.counts]
    began = plan.get("starts") or min(attended or known.lifecycle["opened"], default=None)
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
    """Tell each number in which the messages and the truth do not agree."""
    outcome = judged(messages, now)
    replay = replayed(outcome.accepted)
    counted = {
        "accepted": (len(outcome.accepted), truth.accepted),
        "messages": (len(outcome.accepted) + outcome.refused.total(), truth.messages),
        "duplicates": (replay.duplicates, truth.duplicates),
        "facts": (replay.facts, truth.facts),
        "dead letters": (dict(outcome.refused), truth.dead_letters),
        "gatherings": (replay.gatherings.keys(), truth.gatherings.keys()),
    }
    yield from (f"{name}: replay {got}, truth {due}" for name, (got, due) in counted.items() if got != due)
    for key, known in replay.gatherings.items():
        got, due = numbers_of(key, known), truth.gatherings.get(key)
        if got != due:
            yield f"replay {got}\n truth {due}"


@pytest.mark.parametrize("city", CITIES, ids=lambda city: f"{city.seed}{'-chaos' if city.chaos else ''}")
def test_truth_is_what_a_replay_of_the_messages_gives(city: City) -> None:
    """What is made from the world and what is read out of the messages are the same, number by number."""
    simulation = simulate(city)
    assert list(differences(simulation.truth(), simulation.messages(), city.until)) == []


_SMALL = City(seed=8, days=4, people=250, until=datetime.fromisoformat("2026-09-12T14:00:00Z"), chaos=True)
_SMALL_TRUTH, _SMALL_MESSAGES = simulate(_SMALL).truth(), list(simulate(_SMALL).messages())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.randoms(use_true_random=False))
def test_truth_holds_in_any_order(order: Random) -> None:
    """However the messages are shuffled, the same numbers come of them."""
    messages = _SMALL_MESSAGES.copy()
    order.shuffle(messages)
    assert list(differences(_SMALL_TRUTH, messages, _SMALL.until)) == []
