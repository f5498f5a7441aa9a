"""What the city's devices have to tell: the world as facts, each told truthfully."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from producers.simulator.attendance import Attendance, HeadCount, Stay
from producers.simulator.fact import Fact, data_text
from producers.simulator.instants import rfc3339
from producers.simulator.occasion import Occasion, Plan
from producers.simulator.venues import Venue
from schemas.programmes import Programme

__all__ = ["announcements_of", "notes_of"]

_NAMES: Mapping[Programme, Mapping[str, str]] = {
    Programme.REGIONAL_EVENT: {"fi": "Aluetapahtuma", "sv": "Områdesevenemang", "en": "Neighbourhood day"},
    Programme.THEME_NIGHT: {"fi": "Teemailta", "sv": "Temakväll", "en": "Theme night"},
    Programme.YOUTH_CENTRE: {"fi": "Avoin ilta", "sv": "Öppen kväll", "en": "Open evening"},
    Programme.POLICE_DIALOGUE: {
        "fi": "Keskustelu poliisin kanssa",
        "sv": "Samtal med polisen",
        "en": "Police dialogue",
    },
}
_ROUND = {"fi": "Jalkautuminen", "sv": "Uppsökande arbete", "en": "Outreach round"}
_BOOK = {"fi": "Kävijälaskenta", "sv": "Besöksräkning", "en": "Visitor count"}


def announcements_of(occasion: Occasion) -> Iterator[Fact]:
    """Yield what the programme's office sends: plans, and that a gathering was called off; nothing if it is listed."""
    if occasion.listed:
        return
    name = _named(
        _BOOK if occasion.book else _ROUND if occasion.outdoors else _NAMES[occasion.programme], occasion.venue
    )
    source, prefix = f"office:{occasion.programme.value}", f"{occasion.prefix}-{occasion.venue.slug}"
    for number, plan in enumerate(occasion.plans, 1):
        yield Fact("gathering-scheduled", source, f"{prefix}-plan-{number}", plan.time, _plan_data(plan, name))
    for number, time in enumerate(occasion.cancelled, 1):
        yield Fact("gathering-cancelled", source, f"{prefix}-cancelled-{number}", time, '{"reason":"weather"}')


def _named(kind: Mapping[str, str], venue: Venue) -> Mapping[str, str]:
    """Return what a gathering is called: its kind, and the venue that tells it from others of the evening."""
    return {
        language: f"{text}, {venue.name_sv if language == 'sv' else venue.name_fi}" for language, text in kind.items()
    }


def notes_of(occasion: Occasion, attendance: Attendance) -> Iterator[Fact]:
    """Yield what the tablets at the venue noted: that it opened and closed, who came and went, and head counts.

    Guarantees: no two facts have the same source and id; tablets number on their own, so that two of them at one
    gathering use the same ids.
    """
    slug, prefix, keeper = occasion.venue.slug, occasion.prefix, occasion.keeper
    for number, time in enumerate(occasion.opened, 1):
        yield Fact("gathering-opened", keeper, f"{prefix}-opened-{number}", time, "{}")
    for number, time in enumerate(occasion.closed, 1):
        yield Fact("gathering-closed", keeper, f"{prefix}-closed-{number}", time, "{}")
    numbers: Counter[int] = Counter()
    for stay in attendance.stays:
        numbers[stay.tablet] += 1
        source, event_id = f"tablet:{slug}-{stay.tablet}", f"{prefix}-{numbers[stay.tablet]:05}"
        yield Fact("check-in", source, f"{event_id}-in", stay.came, _check_in_data(stay, "entry"))
        if stay.left is not None:
            yield Fact("check-in", source, f"{event_id}-out", stay.left, _check_in_data(stay, "exit"))
    for number, count in enumerate(attendance.head_counts, 1):
        yield Fact("head-count", keeper, f"{prefix}-count-{number}", count.time, _head_count_data(count))


def _check_in_data(stay: Stay, direction: str) -> str:
    """Return the data of the check-in at the start (`entry`) or the end (`exit`) of a stay."""
    visitor = f',"visitor":"{stay.pseudonym}"' if stay.pseudonym else ""
    age_band = f',"age_band":"{stay.age_band}"' if stay.age_band else ""
    home = f',"home_district":"{stay.home}"' if stay.home else ""
    along = f',"accompanied_by":{stay.accompanied_by}' if stay.accompanied_by is not None else ""
    return f'{{"direction":"{direction}"{visitor}{age_band}{home},"method":"{stay.method}"{along}}}'


def _head_count_data(count: HeadCount) -> str:
    """Return the data of a head count."""
    bands = f',"by_age_band":{data_text(count.by_age_band)}' if count.by_age_band is not None else ""
    return f'{{"people":{count.people}{bands}}}'


def _plan_data(plan: Plan, name: Mapping[str, str]) -> str:
    """Return the data of a plan; an end that is not known is left out."""
    starts = "null" if plan.starts is None else f'"{rfc3339(plan.starts)}"'
    ends = "" if plan.ends is None else f',"ends":"{rfc3339(plan.ends)}"'
    venue = "" if plan.venue is None else f',"venue":{_venue(plan.venue, names_district=plan.names_district)}'
    capacity = "" if plan.capacity is None else f',"capacity":{plan.capacity}'
    return f'{{"name":{data_text(name)},"starts":{starts}{ends}{venue}{capacity}}}'


@lru_cache(maxsize=1024)
def _venue(venue: Venue, *, names_district: bool) -> str:
    district: dict[str, object] = {"district": venue.district.id} if names_district else {}
    place: dict[str, object] = {"latitude": venue.latitude, "longitude": venue.longitude}
    return data_text({"id": venue.id, "name": {"fi": venue.name_fi, "sv": venue.name_sv}} | district | place)
