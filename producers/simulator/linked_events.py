"""Gatherings that Linked Events lists: how they go, what the API answers at an instant, what an import makes of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from producers.simulator.city import City
from producers.simulator.dispatch import Fate
from producers.simulator.instants import DAY, HELSINKI, HOUR, MINUTE, helsinki_date, helsinki_hour, rfc3339, ticks
from producers.simulator.occasion import Counting, Occasion, Plan
from producers.simulator.venues import Venue
from schemas.programmes import Programme

__all__ = ["Import", "fates_of", "imports_of", "listed_occasions"]

Record = Mapping[str, Any]

_API = "https://api.hel.fi/linkedevents/v1"
_PREFIX = "linked-events:"
_DAYS_AHEAD = 7
_PROGRAMME = Programme.REGIONAL_EVENT
_FATES = ("held", "deleted", "moved", "cancelled", "late", "postponed", "unseen", "link only", "held", "nowhere")
_ENDS = ("an hour", "its day", "open")
_SERIES = {"recurring": 1, "umbrella": 7}
"""How many days lie between the evenings of a series, by its `super_event_type`."""

_DRAFT: Record = {"publication_status": "draft", "deleted": False}


class Import(NamedTuple):
    """An import: what the API lists then, and whether all of it is asked for or what changed since the last import."""

    records: Sequence[Record]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """A listed gathering before it is decided what becomes of it. Imports are at `imported` and at the present."""

    random: Random
    number: int
    venue: Venue
    day: date
    imported: int
    until: int
    series: str = ""

    def occasion(self, fate: str) -> Occasion:
        """Return it with at most one version before the first import, and one between the two, as these see it."""
        random, opens = self.random, helsinki_hour(self.day, self.random.choice((10, 12, 16.5, 17)))
        closes = opens + random.choice((2, 3, 5)) * HOUR
        listed = min(opens, self.imported) - random.randrange(HOUR, 6 * DAY)
        later = self.imported + random.randrange(MINUTE, self.until - self.imported)
        first = Plan(
            time=later if fate == "late" else listed,
            starts=opens,
            ends=self._end(closes),
            venue=None if fate == "nowhere" else self.venue,
            names_district=fate != "link only",
            capacity=random.choice((None, self.venue.capacity)),
        )
        plans, cancelled = [first], list[int]()
        if fate == "moved":
            opens, closes = opens + HOUR, closes + HOUR
            plans.append(first._replace(time=later, starts=opens, ends=self._end(closes), capacity=40))
        elif fate == "postponed":
            plans.append(first._replace(time=later, starts=None, ends=None))
        elif fate == "cancelled":
            plans.append(first._replace(time=later))
            cancelled = [later]
        elif fate in {"deleted", "unseen"}:
            plans = plans if fate == "deleted" else []
            cancelled = [later]
        held = fate not in {"postponed", "unseen"} and opens < self.until and not any(one < opens for one in cancelled)
        return Occasion(
            programme=_PROGRAMME,
            gathering=f"{_PREFIX}helsinki:{self.venue.slug}",
            venue=self.venue,
            opens=opens,
            closes=closes,
            crowd=random.randint(6, 30) if held else 0,
            counting=Counting(at_the_door=True, by_staff=self.number % 2 == 0, on_paper=False),
            plans=tuple(plans),
            opened=(opens - MINUTE,) if held else (),
            closed=(closes + MINUTE,) if held and closes + MINUTE <= self.until else (),
            cancelled=tuple(cancelled),
            listed=True,
            series=self.series,
        )

    def _end(self, closes: int) -> int | None:
        """Return the end that is listed: an instant, that of a day, or none."""
        match _ENDS[self.number % len(_ENDS)]:
            case "an hour":
                return closes
            case "its day":
                return helsinki_hour(helsinki_date(closes) + timedelta(1), 0)
            case _:
                return None


def listed_occasions(city: City, venues: Mapping[Programme, Sequence[Venue]]) -> Iterator[Occasion]:
    """Yield the gatherings that Linked Events lists: ten of various fates, and two series with a deleted evening each.

    Half of those that are deleted, cancelled or moved were over by then. Their ids are unique.
    """
    random = Random(f"{city.seed}:linked-events")  # noqa: S311  a simulation, not a secret
    until = ticks(city.until)
    today, imported = city.until.astimezone(HELSINKI).date(), _first_import(city)

    def draft(number: int, day: date, series: str = "") -> _Draft:
        near = random.choice(venues[_PROGRAMME])
        venue = replace(near, slug=f"listed-{number}", id=f"tprek:listed-{number}")
        return _Draft(random, number, venue, day, imported, until, series)

    for number, fate in enumerate(_FATES, 1):
        yield draft(number, today + timedelta(random.randrange(1 - city.days, _DAYS_AHEAD))).occasion(fate)
    number = len(_FATES)
    for kind, days in _SERIES.items():
        first = today + timedelta(random.randrange(1 - city.days, 1))
        for evening, fate in enumerate(("held", "deleted", "late")):
            number += 1
            yield draft(number, first + timedelta(days * evening), kind).occasion(fate)


def imports_of(city: City, occasions: Sequence[Occasion]) -> list[Import]:
    """Return the imports of the listed among some gatherings: half-way, at the present, and with chaos all once more.

    The truth expects that the second asks for what changed since the newest record of the first.
    """
    half, until = _first_import(city), ticks(city.until)
    imports = [Import(_records_at(occasions, half), whole=True), Import(_records_at(occasions, until), whole=False)]
    return [*imports, imports[1]._replace(whole=True)] if city.chaos else imports


def fates_of(imports: Sequence[Import]) -> Counter[Fate]:
    """Count what an import brings: of a record its plan, if it is not deleted, and its cancellation, if it is off.

    Told again, they change nothing; a series and what cannot be used bring nothing.
    """
    fates, told = Counter[Fate](), set[tuple[str, str, str]]()
    newest = ""
    for one in imports:
        asked = [record for record in one.records if one.whole or record["last_modified_time"] >= newest]
        newest = max((record["last_modified_time"] for record in one.records), default="")
        for record in asked:
            if record.get("sub_events") or record.get("publication_status") == "draft":
                continue
            of_record = [] if record["deleted"] else ["plan"]
            if record["deleted"] or record["event_status"] == "EventCancelled":
                of_record.append("cancellation")
            for name in of_record:
                event = (record["id"], record["last_modified_time"], name)
                fates["duplicate" if event in told else "fact"] += 1
                told.add(event)
    return fates


def _first_import(city: City) -> int:
    return ticks(city.until) - city.days * DAY // 2


def _records_at(occasions: Sequence[Occasion], at: int) -> list[Record]:
    """Return the last version of each record by an instant, series and a draft among them."""
    records = []
    of_series: defaultdict[str, list[Record]] = defaultdict(list)
    for occasion in occasions:
        versions = [*(plan.time for plan in occasion.plans), *occasion.cancelled] if occasion.listed else []
        if known := [time for time in versions if time <= at]:
            records.append(_record(occasion, max(known)))
            if occasion.series and not records[-1]["deleted"]:
                of_series[occasion.series].append(records[-1])
    records += [_series(kind, parts) for kind, parts in of_series.items()]
    return [*records, *({**record, "id": "helsinki:draft", **_DRAFT} for record in records[:1])]


def _record(occasion: Occasion, modified: int) -> Record:
    plan = next((plan for plan in occasion.plans if plan.time == modified), None)
    about = {
        "id": occasion.gathering.removeprefix(_PREFIX),
        "last_modified_time": rfc3339(modified),
        "deleted": plan is None,
        "replaced_by": None,
    }
    if plan is None:
        return {**about, "name": {"fi": "POISTETTU", "sv": "RADERAD", "en": "DELETED"}}
    postponed = plan.starts is None
    cancelled = modified in occasion.cancelled
    moved = modified != occasion.plans[0].time
    return {
        **about,
        "event_status": "EventPostponed"
        if postponed
        else "EventCancelled"
        if cancelled
        else "EventRescheduled"
        if moved
        else "EventScheduled",
        "name": {"fi": f"Puistojuhla, {occasion.venue.name_fi}", "sv": f"Parkfest, {occasion.venue.name_sv}"},
        # What is postponed keeps the times that no longer hold.
        "start_time": rfc3339(occasion.opens if plan.starts is None else plan.starts),
        "end_time": _end_time(plan),
        "location": _location(plan),
        "maximum_attendee_capacity": plan.capacity,
        "super_event": {"@id": f"{_API}/event/helsinki:series-{occasion.series}/"} if occasion.series else None,
        "super_event_type": None,
        "sub_events": [],
    }


def _end_time(plan: Plan) -> str | None:
    """Return the end as Linked Events has it: where it ends with a day, the date alone, which is the last day."""
    if plan.ends is None:
        return None
    last = helsinki_date(plan.ends - 1)
    return last.isoformat() if plan.ends == helsinki_hour(last + timedelta(1), 0) else rfc3339(plan.ends)


def _location(plan: Plan) -> Record | None:
    if plan.venue is None:
        return None
    link = {"@id": f"{_API}/place/{plan.venue.id}/"}
    if not plan.names_district:
        return link
    divisions = [{"type": "peruspiiri", "ocd_id": plan.venue.district.ocd_id}]
    place = {"id": plan.venue.id, "name": {"fi": plan.venue.name_fi, "sv": plan.venue.name_sv}, "divisions": divisions}
    return {**link, **place}


def _series(kind: str, parts: Sequence[Record]) -> Record:
    """Return the record of a series: from its first evening's beginning to the day of its last, and not a gathering."""
    starts = sorted(record["start_time"] for record in parts)
    return {
        **parts[0],
        "id": f"helsinki:series-{kind}",
        "last_modified_time": max(record["last_modified_time"] for record in parts),
        "event_status": "EventScheduled",
        "start_time": starts[0],
        "end_time": starts[-1][:10],
        "super_event": None,
        "super_event_type": kind,
        "sub_events": [{"@id": f"{_API}/event/{record['id']}/"} for record in parts],
    }
