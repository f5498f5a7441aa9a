"""A naive reading of messages, made from nothing but the messages: each judged, each event's highest revision kept."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from pydantic import ValidationError

from producers.simulator import Message
from schemas.contract import contract_of
from schemas.envelope import BinaryModeError, is_structured, structured
from schemas.programmes import TOPICS, Programme
from schemas.rejections import Rejection

AGEING = {
    "check-in", "head-count", "group-visit", "outreach-contact", "dialogue-held", "referral", "pulse",
}  # fmt: skip
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
    ages = replacement.get("event", kind.split(".")[-2]) in AGEING
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


class StandingFact(NamedTuple):
    """A fact as its highest revision tells it."""

    gathering: GatheringKey
    source: str
    id: str
    event: str
    time: datetime
    data: dict[str, Any]


@dataclass
class Replay:
    """What the messages say, read as a set. `standing` are the facts that were not taken back in the end."""

    standing: list[StandingFact]
    facts: int
    duplicates: int


def replayed(accepted: Iterable[tuple[Programme, dict[str, Any]]]) -> Replay:
    seen: set[str] = set()
    duplicates = 0
    told: defaultdict[tuple[Programme, str, str], list[tuple[int, str, str, Any]]] = defaultdict(list)
    for programme, event in accepted:
        content = json.dumps({"revision": 1, **event, "topic": programme}, sort_keys=True, default=in_utc)
        duplicates += content in seen
        seen.add(content)
        source, event_id, name, fact = told_in(event)
        told[programme, source, event_id].append((event.get("revision", 1), event["subject"], name, fact))
    standing = []
    for (programme, source, event_id), revisions in told.items():
        highest = max(revision for revision, *_ in revisions)
        holding = [(gathering, fact) for revision, gathering, _, fact in revisions if revision == highest]
        assert all(one == holding[0] for one in holding), (source, event_id)
        gathering, fact = holding[0]
        if fact is not None:
            standing.append(StandingFact((programme, gathering), source, event_id, *fact))
    places = {
        (key, gathering, table_of(name)) for key, revisions in told.items() for _, gathering, name, _ in revisions
    }
    return Replay(standing, len(places), duplicates)


def table_of(event: str) -> str:
    """Name what events share a table of facts."""
    return event.partition("-")[0] if event.startswith(("gathering-", "concern-")) else event


def in_utc(time: datetime | date) -> str:
    return (time.astimezone(UTC) if isinstance(time, datetime) else time).isoformat()


def told_in(event: dict[str, Any]) -> tuple[str, str, str, tuple[str, datetime, dict[str, Any]] | None]:
    kind, data = event["type"].split(".")[-2], event["data"]
    source = data.get("source", event["source"])
    if kind == "retraction":
        return source, data["retracts"], data["event"], None
    if kind == "correction":
        new = data["replacement"]
        return source, data["corrects"], new["event"], (new["event"], new["time"], new["data"])
    return event["source"], event["id"], kind, (kind, event["time"], data)
