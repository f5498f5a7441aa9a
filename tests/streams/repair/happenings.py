"""Events of yesterday evening, right and wrong, for dead letters to be made of."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["Event", "check_in", "event", "group_visit", "payload", "plan", "yesterday"]

Event = dict[str, Any]


def yesterday(hour: int = 18) -> datetime:
    """Yesterday in Helsinki: published views show up to then."""
    day = datetime.now(ZoneInfo("Europe/Helsinki")) - timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def event(programme: str, name: str, gathering: str, number: str, data: Event, **attributes: Any) -> Event:
    return {
        "specversion": "1.0",
        "id": number,
        "source": "tablet:test",
        "type": f"fi.hel.engagement.{programme}.{name}.v1",
        "subject": gathering,
        "time": yesterday().isoformat(),
        "data": data,
        **attributes,
    }


def check_in(gathering: str, number: int, *, programme: str = "youth-centre", **attributes: Any) -> Event:
    data = {"direction": "entry", "visitor": f"{number + 1:032x}", "age_band": "13-17"}
    return event(programme, "check-in", gathering, f"{gathering}-tap-{number}", data, **attributes)


def group_visit(gathering: str, number: int, people: object, **attributes: Any) -> Event:
    data = {"people": people, "kind": "school-class", "age_band": "7-12"}
    return event("youth-centre", "group-visit", gathering, f"{gathering}-group-{number}", data, **attributes)


def plan(gathering: str, district: str) -> Event:
    venue = {"id": f"tprek:{district}", "name": {"fi": district}, "district": district}
    data = {"name": {"fi": gathering}, "starts": yesterday().isoformat(), "venue": venue}
    return event("youth-centre", "gathering-scheduled", gathering, f"{gathering}-plan", data)


def payload(event: Event) -> bytes:
    return json.dumps(event).encode()
