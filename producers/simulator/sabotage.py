"""Messages that must be refused, sent between the good ones."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from producers.simulator.broken_bytes import BROKEN_BYTES, Raw
from producers.simulator.dispatch import Dispatch
from producers.simulator.emission import message_of
from producers.simulator.fact import Fact
from producers.simulator.instants import DAY, rfc3339
from producers.simulator.made_up import MADE_UP, carried
from producers.simulator.message import Message
from producers.simulator.occasion import Occasion
from producers.simulator.wrong import GONE, Days, Wrong
from producers.simulator.wrong_events import WRONG_EVENTS
from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["sabotaged"]


def sabotaged(random: Random, occasion: Occasion, fact: Fact, until: int) -> Iterator[Dispatch]:
    """Send one message, or two that belong together, that must be refused, beside a fact of the gathering.

    Guarantees: no fact is hidden in it that is told nowhere else.
    """
    persons = occasion.programme.carries_persons
    reasons = [reason for reason in Rejection if reason is not Rejection.PERSON_KEY]
    reason = random.choice(reasons if persons else [*reasons, *[Rejection.PERSON_KEY] * len(reasons)])
    at = min(fact.time + random.randrange(50, DAY), until)
    told = Dispatch(at, occasion.programme, occasion.gathering, fact.event, fact, 1, None, "structured", reason)
    if reason is Rejection.MALFORMED:
        good = _good(told, "check-in", random)
        structured = _raw(message_of(good))
        binary = _raw(message_of(good._replace(form="binary")))
        raws = random.choice(list(BROKEN_BYTES.values()))(random, structured, binary)
    else:
        fitting = [
            wrong
            for wrong in WRONG_EVENTS[reason]
            if wrong.persons in {None, persons} and carried(occasion.programme, wrong.event)
        ]
        raws = [_edited(random, told, random.choice(fitting), until)]
    for headers, value in raws:
        message = Message(occasion.programme.topic, occasion.gathering.encode(), value, headers)
        yield told._replace(message=message)


def _raw(message: Message) -> Raw:
    return message.headers, message.value


def _good(told: Dispatch, event: str, random: Random) -> Dispatch:
    """Return an event that the contract accepts, of something that never happened."""
    fact = told.fact
    event_id = f"{fact.id}-wrong-{random.randrange(1_000_000)}"
    if event == "correction":
        replacement = f'{{"event":"check-in","time":"{rfc3339(fact.time)}","data":{MADE_UP["check-in"]}}}'
        data = f'{{"corrects":"{fact.id}","replacement":{replacement}}}'
    else:
        data = MADE_UP[event]
    revision = 2 if event in {"correction", "retraction"} else 1
    return told._replace(name=event, fact=Fact(event, fact.source, event_id, fact.time, data), revision=revision)


def _edited(random: Random, told: Dispatch, wrong: Wrong, until: int) -> Raw:
    event: dict[str, Any] = json.loads(message_of(_good(told, wrong.event, random)).value or b"")
    for path, value in wrong.edits:
        *parents, name = path.split(".")
        place = event
        for parent in parents:
            place = place[parent]
        if value is GONE:
            place.pop(name, None)
        else:
            place[name] = _resolved(random, told.programme, value, until)
    if random.random() < 0.15 and (binary := _in_binary_mode(event)):
        return binary
    return STRUCTURED_HEADERS, json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _in_binary_mode(event: dict[str, Any]) -> Raw | None:
    """Return the same wrong event in binary mode; None where headers, which are text, would make another of it."""
    attributes = {name: value for name, value in event.items() if name not in {"data", "datacontenttype"}}
    untouched = event.get("datacontenttype") == "application/json" and "revision" not in attributes
    if not untouched or not all(isinstance(value, str) for value in attributes.values()):
        return None
    headers = [(f"ce_{name}", value.encode()) for name, value in attributes.items()]
    data = json.dumps(event["data"], ensure_ascii=False).encode()
    return [*headers, ("content-type", b"application/json; charset=utf-8")], data


def _resolved(random: Random, programme: Programme, value: object, until: int) -> object:
    if isinstance(value, Days):
        return rfc3339(until + value.after * DAY)
    if isinstance(value, str) and "{" in value:
        other = random.choice([other for other in Programme if other is not programme])
        return value.format(programme=programme.value, other=other.value)
    return value
