"""Small cities drawn at random, with many small numbers in them, and their roll-ups in the tables."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from schemas.agencies import AGENCIES
from schemas.events.concern_raised import CATEGORIES
from schemas.events.dialogue_held import SECTIONS, THEMES
from schemas.places import AGE_BANDS, DISTRICTS, OUTSIDE_HELSINKI
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.releases.calendar import last_ended_day
from streams.releases.decisions import Protect, decide
from streams.releases.disclosure import protect
from streams.releases.live import publish_live
from streams.releases.release import release
from streams.store import Store

__all__ = [
    "RandomCity",
    "RandomGathering",
    "decide_city",
    "forget_releases",
    "publish_city",
    "publish_due",
    "random_city",
    "store_city",
]

_MONTHS = 12
_SIZES = (None, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7, 9, 12, 30, 60, 140)
_SETTINGS = ("shopping-centre", "station", "street")
_KINDS = tuple(f"{question}/{moment}" for question in ("safety", "trust") for moment in ("before", "after"))
_STATUSES = ("raised", "passed-on", "answered", "solved")
_TABLES = (
    "participation", "group_participation", "period_participation", "outreach", "dialogue", "referral_flows",
    "sentiment", "concern_handling", "cooperation", "agency_presences", "concerns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RandomGathering:
    """What was counted at one gathering.

    `visits` is the best estimate, None where nothing was counted. Where it is the door's, a family `group` (an age band
    and how many) and those who were `accompanied` are among it; `sheet` and `peak` are what else was counted. Of one
    that is not `planned` nothing is known but what was done there.
    """

    programme: Programme
    name: str
    day: date
    district: str
    visits: int | None
    by_age_band: Mapping[str, int] = field(default_factory=dict)
    by_home: Mapping[str, int] = field(default_factory=dict)
    families: int = 0
    by_hour: Mapping[int, int] = field(default_factory=dict)
    pseudonyms: Sequence[int] = ()
    met: Mapping[str, int] = field(default_factory=dict)
    participants: Mapping[str, int] = field(default_factory=dict)
    flows: Mapping[str, int] = field(default_factory=dict)
    concerns: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)
    planned: bool = True
    status: str = "closed"
    provenance: str = "door"
    group: tuple[str, int] | None = None
    accompanied: int = 0
    sheet: int | None = None
    peak: int | None = None
    inside: int | None = None
    met_bands: Mapping[str, int] = field(default_factory=dict)
    sessions: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, int] = field(default_factory=dict)
    multi_professional: int = 0
    follow_ups: int = 0
    follow_ups_known: int = 0
    concern_districts: Mapping[str, int] = field(default_factory=dict)
    concern_statuses: Mapping[str, int] = field(default_factory=dict)
    hours_to_answer: Sequence[int] = ()
    agencies: Mapping[str, int | None] = field(default_factory=dict)
    answers_by_band: Mapping[str, int] = field(default_factory=dict)

    @property
    def month(self) -> date:
        """Its month's first day."""
        return self.day.replace(day=1)

    @property
    def threshold(self) -> int:
        """From how many on numbers of its programme are published."""
        return PRIVACY[self.programme].threshold


@dataclass(frozen=True, slots=True)
class RandomCity:
    """The gatherings of a few districts in the months that are over."""

    gatherings: Sequence[RandomGathering]


def random_city(seed: int) -> RandomCity:
    """Draw a city; the same each time for the same seed in the same month."""
    random = Random(seed)  # noqa: S311  a city, not a secret
    month = datetime.now(UTC).date().replace(day=1)
    gatherings = []
    for _ in range(_MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        districts = random.sample(["", *DISTRICTS], random.randint(1, 5))
        for programme in random.sample(list(Programme), random.randint(1, 3)):
            for district in districts:
                sizes = random.choice((_SIZES, _SIZES, _SIZES, (1,)))
                for number in range(random.choice((0, 1, 1, 2, 4, 6))):
                    name = f"{programme}:{district or 'nowhere'}:{month}:{number}"
                    gatherings.append(_gathering(random, programme, name, month, district, random.choice(sizes)))
    return RandomCity(gatherings)


def publish_city(store: Store, city: RandomCity) -> None:
    """Store a city, forget what was published of another, and publish all that is due by now."""
    store_city(store, city)
    forget_releases(store)
    publish_due(store)


def decide_city(store: Store, city: RandomCity, protect: Protect = protect) -> None:
    """Store a city, and decide what a release shows of it if all its months were closed at once."""
    store_city(store, city)
    forget_releases(store)
    store.run("releases/freeze_new", {"edition": 1, "until": last_ended_day(datetime.now(UTC))})
    closing = sorted({(one.month, str(one.programme)) for one in city.gatherings})
    decide(store, 1, closing, protect=protect)


def forget_releases(store: Store) -> None:
    """Empty what is published, and what releases have kept."""
    for (table,) in store.query(
        "SELECT concat(database, '.', name) FROM system.tables "
        "WHERE database IN ('published', 'releases') AND total_rows > 0"
    ):
        store.run_text(f"TRUNCATE TABLE {table}")


def publish_due(store: Store) -> None:
    """Publish what is due by now, and the present."""
    release(store, last_ended_day(datetime.now(UTC)))
    publish_live(store)


def store_city(store: Store, city: RandomCity) -> None:
    """Put a city's roll-ups in place of all that is stored."""
    for table in _TABLES:
        store.run_text(f"TRUNCATE TABLE engagement.{table}")
    for table, (columns, of) in _ROWS.items():
        rows = [row for gathering in city.gatherings if (row := of(gathering))]
        if rows:
            selects = " UNION ALL ".join(f"SELECT {row}" for row in rows)
            store.run_text(f"INSERT INTO engagement.{table} ({columns}) {selects}")  # numbers of ours


def _gathering(
    random: Random, programme: Programme, name: str, month: date, district: str, visits: int | None
) -> RandomGathering:
    day = month + timedelta(days=random.randrange(28))
    counted = visits or 0
    hours = _split(random, counted, [str(hour) for hour in range(random.randint(1, 4))])
    one = RandomGathering(
        programme=programme,
        name=name,
        day=day,
        district=district,
        visits=visits,
        by_age_band=_split(random, counted, random.sample(AGE_BANDS, random.randint(1, 4))),
        by_home=_split(random, counted, random.sample([*DISTRICTS, OUTSIDE_HELSINKI], random.randint(1, 5))),
        families=random.randint(0, counted),
        by_hour={int(hour): entries for hour, entries in hours.items()},
        pseudonyms=[random.randint(1, 60) for _ in range(counted // 2)] if programme.carries_persons else (),
        met=_split(random, random.choice((0, 0, 3, 20)), _SETTINGS),
        participants=_split(random, random.choice((0, 7, 30)), SECTIONS) if not programme.carries_persons else {},
        flows=_split(random, random.choice((0, 0, 2, 9)), [f"{AGENCIES[0]}>{to}" for to in AGENCIES[1:4]]),
        concerns=_split(random, random.choice((0, 0, 1, 3, 14)), CATEGORIES[:4]),
        answers=_split(
            random, random.choice((0, 0, 4, 25)), [f"safety/after/{answer}" for answer in random.sample("12345", 3)]
        ),
    )
    # Out of a random of its own, so that what comes first stays as it was.
    return _further(Random(f"{name}/{visits}/{one.families}"), one)  # noqa: S311  a city, not a secret


def _further(random: Random, one: RandomGathering) -> RandomGathering:
    sessions = dict.fromkeys([*one.participants, *random.choice(((), () if not one.participants else SECTIONS))], 1)
    raised = sum(one.concerns.values())
    statuses = Counter(random.choice(_STATUSES) for _ in range(raised))
    answers = dict(one.answers)
    for kind in random.choice(((), _KINDS[:2], _KINDS)):
        grades = random.sample("12345", random.randint(1, 3))
        for answer, count in _split(random, random.choice((4, 12, 30)), grades).items():
            answers[f"{kind}/{answer}"] = answers.get(f"{kind}/{answer}", 0) + count
    by_band: Counter[str] = Counter()
    for answer, count in answers.items():
        kind, _, grade = answer.rpartition("/")
        for band, own in _split(random, count, AGE_BANDS[1:4]).items():
            by_band[f"{kind}/{band}/{grade}"] += own
    agencies = random.sample(AGENCIES, random.choice((0, 0, 1, 2, 4)))
    return _counted(
        random,
        replace(
            one,
            met_bands=_split(random, sum(one.met.values()) + random.choice((0, 0, 8)), AGE_BANDS) if one.met else {},
            sessions=sessions,
            themes=_split(random, len(sessions), THEMES[:5]),
            multi_professional=random.randint(0, len(sessions)),
            follow_ups=len(sessions) // 2,
            follow_ups_known=random.randint(len(sessions) // 2, len(sessions)),
            concern_districts=_split(random, raised, list(DISTRICTS)[:3]),
            concern_statuses=dict(statuses),
            hours_to_answer=sorted(random.randint(0, 99) for _ in range(statuses["answered"] + statuses["solved"])),
            agencies={agency: random.choice((None, 45, 600)) for agency in agencies},
            answers=answers,
            answers_by_band=dict(by_band),
        ),
    )


def _counted(random: Random, one: RandomGathering) -> RandomGathering:
    """How the visits were counted: mostly at the door alone."""
    if one.visits is None:
        if random.random() < 0.3:
            return replace(one, status="cancelled")
        known = any((one.met, one.participants, one.flows, one.concerns, one.answers, one.agencies))
        return replace(one, planned=False, status="", district="") if known and random.random() < 0.3 else one
    sort = random.random()
    if sort < 0.1:
        provenance = random.choice(("sheet", "head-count"))
        nothing: Mapping[str, int] = {}
        return replace(
            one, provenance=provenance, by_age_band=nothing, by_home=nothing, families=0, by_hour={}, pseudonyms=()
        )
    if sort < 0.3:
        sizes = [(band, number) for band, number in one.by_age_band.items() if number <= one.families]
        group = random.choice(sizes) if sizes else None
        along = random.randint(
            0, min(one.families - (group[1] if group else 0), one.visits - sum(one.by_age_band.values()))
        )
        return replace(one, group=group, accompanied=along)
    if sort < 0.5:
        return replace(one, sheet=random.randint(0, 2 * one.visits), peak=random.choice((None, one.visits // 2)))
    return replace(one, status="cancelled") if sort < 0.55 else one


def _split(random: Random, total: int, parts: Sequence[str]) -> dict[str, int]:
    """Share out most of a total; what is left is not known of anybody."""
    known = total if random.random() < 0.5 else random.randint(0, total)
    return dict(Counter(random.choice(parts) for _ in range(known)))


def _instant(gathering: RandomGathering, hour: int = 12) -> str:
    return f"toDateTime64('{gathering.day} {hour:02}:00:00', 3, 'UTC')"


def _map(numbers: Mapping[str, int], kind: str = "UInt64") -> str:
    inner = ", ".join(f"'{name}', {number}" for name, number in numbers.items())
    return f"CAST(map({inner}), 'Map(String, {kind})')"


def _who(gathering: RandomGathering) -> str:
    return f"'{gathering.programme}', '{gathering.name}'"


def _whole(number: int) -> str:
    # Of one type in all rows: two columns of one name and of two types cannot be put below each other.
    return f"toUInt64({number})"


def _nullable(number: int | None) -> str:
    return f"CAST({'NULL' if number is None else number}, 'Nullable(UInt64)')"


def _participation(one: RandomGathering) -> str:
    if not one.planned:
        return ""
    band, size = one.group or ("", 0)
    entries = None if one.visits is None or one.provenance != "door" else one.visits - size - one.accompanied
    bands = {name: number for name, number in one.by_age_band.items() if name != band}
    hours = ", ".join(f"toDateTime('{one.day} {15 + hour}:00:00', 'UTC'), ({n}, 0)" for hour, n in one.by_hour.items())
    return (
        f"{_who(one)}, '{one.status}', toDate('{one.day}'), '{one.district}', toUInt64({entries or 0}), toUInt64(0), "
        f"{_nullable(entries)}, arrayReduce('uniqExactState', CAST({list(one.pseudonyms)}, 'Array(UInt128)')), "
        f"{_map(bands)}, {_map(one.by_home)}, toUInt64({one.accompanied}), "
        f"toUInt64({one.families - size - one.accompanied}), "
        f"CAST(map({hours}), 'Map(DateTime(\\'UTC\\'), Tuple(entries UInt32, exits UInt32))'), "
        f"{_nullable(one.visits if one.provenance == 'head-count' else one.peak)}, {_nullable(one.inside)}, 1"
    )


def _group(one: RandomGathering) -> str:
    if not one.group:
        return ""
    band, size = one.group
    return f"{_who(one)}, 1, {_whole(size)}, 0, {_map({'family': size})}, {_map({band: size})}, {_instant(one)}, 1"


def _sheet(one: RandomGathering) -> str:
    number = one.visits if one.provenance == "sheet" else one.sheet
    return (
        ""
        if number is None
        else f"{_who(one)}, {_whole(number)}, 1, 0, [('day', toDate('{one.day}'), {_whole(number)}, true)], 1"
    )


def _outreach(one: RandomGathering) -> str:
    met = f"1, {_whole(sum(one.met.values()))}, {_map(one.met)}, {_map(one.met_bands)}"
    return f"{_who(one)}, {met}, {_instant(one)}, 1" if one.met else ""


def _dialogue(one: RandomGathering) -> str:
    people = (
        f"{_whole(sum(one.participants.values()))}, {_map(one.participants)}, {_map(one.sessions)}, {_map(one.themes)}"
    )
    known = ", ".join(map(_whole, (one.multi_professional, one.follow_ups, one.follow_ups_known)))
    return f"{_who(one)}, {_whole(len(one.sessions))}, {people}, {known}, {_instant(one)}, 1" if one.sessions else ""


def _flows(one: RandomGathering) -> str:
    return f"{_who(one)}, {_whole(sum(one.flows.values()))}, {_map(one.flows)}, {_instant(one)}, 1" if one.flows else ""


def _concerns(one: RandomGathering) -> str:
    parts = f"{_map(one.concerns)}, {_map(one.concern_districts)}, {_map(one.concern_statuses)}"
    hours = f"CAST({list(one.hours_to_answer)}, 'Array(UInt32)')"
    return f"{_who(one)}, {_whole(sum(one.concerns.values()))}, {parts}, {hours}, 1" if one.concerns else ""


def _answers(one: RandomGathering) -> str:
    return f"{_who(one)}, {_map(one.answers)}, {_map(one.answers_by_band)}, {_instant(one)}, 1" if one.answers else ""


def _cooperation(one: RandomGathering) -> str:
    minutes = {agency: number for agency, number in one.agencies.items() if number is not None}
    return f"{_who(one)}, {sorted(one.agencies)}, {_map(minutes)}, 1" if one.agencies else ""


def _presence(one: RandomGathering) -> str:
    return f"{_who(one)}, 'door', 'presence', 1, false, {_instant(one)}" if one.agencies else ""


def _concern(one: RandomGathering) -> str:
    return f"{_who(one)}, 'door', 'concern', 1, false, {_instant(one)}" if one.concerns else ""


_ROWS: Mapping[str, tuple[str, Callable[[RandomGathering], str]]] = {
    "participation": (
        (
            "programme, gathering, status, day, district, entries, exits, visits, visitors_state, by_age_band, "
            "by_home_district, accompanied, family_visits, curve, peak_head_count, inside, version"
        ),
        _participation,
    ),
    "group_participation": (
        "programme, gathering, groups, people, accompanying, by_kind, by_age_band, oldest_fact, version",
        _group,
    ),
    "period_participation": ("programme, gathering, visits, days, months, totals, version", _sheet),
    "outreach": ("programme, gathering, contacts, people, by_setting, by_age_band, oldest_fact, version", _outreach),
    "dialogue": (
        (
            "programme, gathering, sessions, participants, by_section, sessions_by_section, themes, "
            "multi_professional, follow_ups, follow_ups_known, oldest_fact, version"
        ),
        _dialogue,
    ),
    "referral_flows": ("programme, gathering, people, flows, oldest_fact, version", _flows),
    "concern_handling": (
        "programme, gathering, raised, by_category, by_district, by_status, hours_to_answer, version",
        _concerns,
    ),
    "sentiment": ("programme, gathering, answers, answers_by_age_band, oldest_fact, version", _answers),
    "cooperation": ("programme, gathering, agencies, minutes, version", _cooperation),
    # One fact each: what a gathering's day is taken from where nothing else is known of it.
    "agency_presences": ("programme, gathering, source, id, revision, retracted, time", _presence),
    "concerns": ("programme, gathering, source, id, revision, retracted, time", _concern),
}
"""A table's columns, and a gathering's row of it as an expression; '' where it has none."""
