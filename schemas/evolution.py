"""How a contract changed: which changes old events survive, and which need a second version of the type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.comparison import Difference, Schemas, differences
from schemas.contract import RETRACTION, event_name

__all__ = ["Change", "changes"]

_ALTERNATIVE = re.compile(r"^<([^>]+)>\.?(.*)$")
_REPLACEMENT = re.compile(r"^data\.replacement<([^>]+)>\.?(.*)$")

_RETRACTABLE = re.compile(r"^value (\S+) is (new|gone)$")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change of an event of a programme.

    `field` is the path from the event's top, empty for the event as a whole. `breaking`: an event that was valid is
    refused now.
    """

    programme: str
    event: str
    field: str
    what: str
    breaking: bool


def changes(programme: str, older: Mapping[str, Any] | None, newer: Mapping[str, Any] | None) -> list[Change]:
    """Return the changes between two exported JSON Schemas of a programme, None for one that is not there.

    What changed in an event changed in its corrections and retractions too; it is told once.
    """
    if older is None or newer is None:
        return [Change(programme, "", "", f"the programme is {'new' if older is None else 'gone'}", newer is None)]
    within = Schemas(older.get("$defs", {}), newer.get("$defs", {}))
    return sorted({_change(programme, one) for one in differences(older, newer, within)})


def _change(programme: str, one: Difference) -> Change:
    match = _ALTERNATIVE.match(one.path)
    if match is None:
        return Change(programme, "", one.path, one.what, one.narrower)
    event, field, what = event_name(match[1]), match[2], one.what.replace("alternative", "event")
    replaced, retractable = _REPLACEMENT.match(field), _RETRACTABLE.match(what)
    if replaced is not None:
        event, field = replaced[1], replaced[2]
    elif event == RETRACTION and field == "data.event" and retractable is not None:
        event, field, what = retractable[1], "", f"event is {retractable[2]}"
    return Change(programme, event, field, what, one.narrower)
