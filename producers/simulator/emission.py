"""From facts to messages: how devices that work, on a good connection, tell the world; and how a message is written."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from random import Random

from producers.simulator.dispatch import Dispatch, Form
from producers.simulator.fact import Fact
from producers.simulator.instants import rfc3339
from producers.simulator.message import Message
from producers.simulator.occasion import Occasion
from schemas.contract import type_name
from schemas.envelope import STRUCTURED_HEADERS

__all__ = ["in_order", "message_of"]

_BINARY = 0.03


def in_order(random: Random, occasion: Occasion, facts: Iterable[Fact], until: int) -> Iterator[Dispatch]:
    """Yield each fact once, within three seconds of its time and not after `until`."""
    programme, gathering, draw = occasion.programme, occasion.gathering, random.random
    for fact in facts:
        at = fact.time + 50 + int(draw() * 2950)
        form: Form = "binary" if draw() < _BINARY else "structured"
        yield Dispatch(min(at, until), programme, gathering, fact.event, fact, 1, None, form, "fact")


def message_of(dispatch: Dispatch) -> Message:
    """Write a message as it goes to Kafka: keyed by its gathering, in the form that the dispatch says."""
    if dispatch.message is not None:
        return dispatch.message
    topic, key = dispatch.programme.topic, dispatch.gathering.encode()
    if dispatch.form == "structured":
        return Message(topic, key, _structured(dispatch).encode(), STRUCTURED_HEADERS)
    if dispatch.form == "spaced":
        return Message(topic, key, _spaced(_structured(dispatch)), STRUCTURED_HEADERS)
    fact = dispatch.fact
    headers = {
        "ce_specversion": "1.0",
        "ce_id": fact.id,
        "ce_source": fact.source,
        "ce_type": type_name(dispatch.programme, dispatch.name),
        "ce_subject": dispatch.gathering,
        "ce_time": rfc3339(fact.time),
        "content-type": "application/json",
    }
    if dispatch.revision > 1:
        headers["ce_revision"] = str(dispatch.revision)
    if dispatch.recorded is not None:
        headers["ce_recordedtime"] = rfc3339(dispatch.recorded)
    return Message(topic, key, fact.data.encode(), [(name, value.encode()) for name, value in headers.items()])


def _structured(dispatch: Dispatch) -> str:
    _, programme, gathering, name, (_, source, event_id, time, data), revision, recorded, *_ = dispatch
    extensions = f'"revision":{revision},' if revision > 1 else ""
    if recorded is not None:
        extensions += f'"recordedtime":"{rfc3339(recorded)}",'
    return (
        f'{{"specversion":"1.0","id":"{event_id}","source":"{source}",'
        f'"type":"fi.hel.engagement.{programme.value}.{name}.v1","subject":"{gathering}","time":"{rfc3339(time)}",'
        f'{extensions}"datacontenttype":"application/json","data":{data}}}'
    )


def _spaced(structured: str) -> bytes:
    """Write the same event as another encoder might: keys the other way round, escapes, blanks, Helsinki's offset."""
    event = json.loads(structured)
    event.setdefault("revision", 1)
    event["data"] = dict(reversed(event["data"].items()))
    event["time"] = _with_offset(event["time"])
    return json.dumps(dict(reversed(event.items())), ensure_ascii=True, indent=1).encode()


def _with_offset(text: str) -> str:
    moment = datetime.fromisoformat(text).astimezone(timezone(timedelta(hours=3)))
    return moment.isoformat(timespec="milliseconds")
