"""What staff get wrong at first about the things that happen at gatherings."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from schemas.agencies import AGENCIES
from schemas.events.concern_raised import CATEGORIES
from schemas.events.dialogue_held import SECTIONS, THEMES
from schemas.places import AGE_BANDS, DISTRICTS

__all__ = ["MISTAKES", "Data"]

Data = dict[str, Any]
"""An event's data, as JSON holds it; a mistake changes it in place, and the contract still accepts it."""


def _other(random: Random, choices: tuple[Any, ...], than: object) -> Any:
    return random.choice([choice for choice in choices if choice != than])


def _miscount(random: Random, data: Data, field: str, *, least: int) -> None:
    data[field] = max(least, random.choice((data[field] * 10, data[field] + random.randint(1, 9), data[field] - 2)))
    data[field] = min(data[field], 1_000)


def _group(random: Random, data: Data) -> None:
    _miscount(random, data, "people", least=1)
    data["kind"] = _other(random, ("school-class", "day-care", "family", "club", "other"), data["kind"])
    data["age_band"] = _other(random, AGE_BANDS, data.get("age_band"))
    if random.random() < 0.5:
        data["accompanied_by"] = random.randrange(8)


def _sheet(random: Random, data: Data) -> None:
    mistake = random.randrange(3) if data["period"] != "week" else 2
    if mistake == 0:
        data["period"] = _other(random, ("day", "month"), data["period"])
        data["first_day"] = f"{data['first_day'][:8]}01"
    elif mistake == 1:
        data["first_day"] = f"{data['first_day'][:8]}01"
    data["visits"] = max(0, data["visits"] + random.choice((-1, 1)) * random.randint(1, 60))


def _contact(random: Random, data: Data) -> None:
    _miscount(random, data, "people", least=1)
    data["setting"] = _other(random, ("shopping-centre", "station", "street", "park", "school", "other"), "")
    data.pop("by_age_band", None)
    data["together_with"] = random.sample(AGENCIES, random.randrange(3))


def _dialogue(random: Random, data: Data) -> None:
    _miscount(random, data, "participants", least=0)
    data.pop("by_age_band", None)
    data["section"] = _other(random, SECTIONS, data["section"])
    data["themes"] = random.sample(THEMES, random.randrange(4))
    data["agencies"] = random.sample(AGENCIES, random.randrange(3))
    data["follow_up"] = not data.get("follow_up")


def _agency(random: Random, data: Data) -> None:
    data["agency"] = _other(random, AGENCIES, data["agency"])
    data["staff"] = random.randint(1, 40)
    if random.random() < 0.5:
        data["minutes"] = random.randrange(1_000)


def _referral(random: Random, data: Data) -> None:
    if random.random() < 0.5:
        data["from_agency"], data["to_agency"] = data["to_agency"], data["from_agency"]
    else:
        data["to_agency"] = _other(random, AGENCIES, data["from_agency"])
        data["people"] += random.randint(1, 9)


def _pulse(random: Random, data: Data) -> None:
    mistake = random.randrange(3)
    if mistake == 0:
        data["answer"] = 6 - data["answer"] if data["answer"] != 3 else random.choice((1, 5))
    elif mistake == 1:
        data["moment"] = _other(random, ("before", "after"), data["moment"])
    else:
        data["question"] = _other(random, ("safety", "trust"), data["question"])
        data["age_band"] = _other(random, AGE_BANDS, data.get("age_band"))


def _raised(random: Random, data: Data) -> None:
    data["category"] = _other(random, CATEGORIES, data["category"])
    data["district"] = random.choice([home for home in DISTRICTS if home != data.get("district")])
    data.pop("place_kind", None)


def _handled(random: Random, data: Data) -> None:
    mistake = random.randrange(3)
    if mistake == 0:
        data["status"] = _other(random, ("passed-on", "answered", "solved"), data["status"])
    elif mistake == 1:
        data["concern"] = f"{data['concern'].removesuffix('-never')}0"
    else:
        data["status"], data["passed_to"] = "passed-on", _other(random, AGENCIES, data.get("passed_to"))


MISTAKES: Mapping[str, Callable[[Random, Data], None]] = {
    "group-visit": _group,
    "period-count": _sheet,
    "outreach-contact": _contact,
    "dialogue-held": _dialogue,
    "agency-presence": _agency,
    "referral": _referral,
    "pulse": _pulse,
    "concern-raised": _raised,
    "concern-handled": _handled,
}
"""By event."""
