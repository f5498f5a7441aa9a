"""Check-ins as devices really send them: files of the collection beside the checkout, and our own of each kind."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schemas.programmes import Programme
from schemas.time_limits import AGE_LIMIT
from streams.store import Store
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.stored import Letters, store_batch

pytestmark = pytest.mark.engines

Event = dict[str, Any]
Numbers = tuple[int, int, int, int | None, int, int]
_NOW = datetime.fromtimestamp(NOW / 1000, UTC)
_OFFSETS = count()
_HELSINKI = ZoneInfo("Europe/Helsinki")
_CARD, _OTHER_CARD = "b637b17af08aced8850c18cccde915da", "61620957a1443c946a143cf99a7d24fa"


def check_in(number: str, minutes_ago: float, direction: str = "entry", **data: Any) -> Event:
    return {
        "specversion": "1.0",
        "id": number,
        "source": "tablet:own",
        "type": "fi.hel.engagement.youth-centre.check-in.v1",
        "subject": "own",
        "time": (_NOW - timedelta(minutes=minutes_ago)).isoformat(),
        "data": {"direction": direction, **data},
    }


@dataclass(frozen=True, slots=True)
class Kind:
    """A file of the collection with when its newest good event was, and events of our own, each with what comes of it.

    That is: entries, exits, visits, visitors, who is inside, and how many events become dead letters.
    """

    file: str
    ends: str
    numbers: Numbers
    own: Sequence[Event]
    own_numbers: Numbers


KINDS = [
    Kind(
        "c01_exit_without_entry.jsonl",
        "2026-11-26T15:04:00Z",
        (5, 3, 5, None, 2, 0),
        [check_in("x", 90, "exit"), *(check_in(f"e{n}", 60 - n) for n in range(2)), check_in("y", 10, "exit")],
        (2, 2, 2, None, 0, 0),
    ),
    Kind(
        "c02_double_scan.jsonl",
        "2026-11-26T15:05:20Z",
        (4, 1, 4, 2, 3, 0),
        [check_in(f"a{n}", 60 - n / 60, visitor=_CARD) for n in range(3)],
        (3, 0, 3, 1, 3, 0),
    ),
    Kind(
        "c03_two_doors.jsonl",
        "2026-11-26T15:30:00Z",
        (2, 1, 2, 1, 1, 0),
        [
            check_in("1", 60, visitor=_CARD),
            {**check_in("1", 40, visitor=_OTHER_CARD), "source": "tablet:other"},
            {**check_in("2", 30, "exit"), "source": "tablet:other"},
        ],
        (2, 1, 2, 2, 1, 0),
    ),
    Kind(
        "c04_offline_dup.jsonl",
        "2026-11-26T15:00:31Z",
        (1, 0, 1, 1, 1, 0),
        [{**check_in("o", 60 - n / 2, visitor=_CARD), "recordedtime": _NOW.isoformat()} for n in (0, 0, 1)],
        (1, 0, 1, 1, 1, 0),
    ),
    Kind(
        "c05_clocks.jsonl",
        "2026-11-27T21:01:27Z",
        (2, 0, 2, None, 2, 6),
        [check_in(str(n), minutes) for n, minutes in enumerate((0, -1, -1_440, -60, 60 * 24 * 84, 60 * 24 * 20_000))],
        (2, 0, 2, None, 2, 4),
    ),
]


def shifted(file: Path, ends: str) -> list[Event]:
    """Return the events of a file, moved so that the good ones end now."""
    by = _NOW - datetime.fromisoformat(ends)
    return [
        event
        | {
            name: (datetime.fromisoformat(event[name]) + by).isoformat()
            for name in ("time", "recordedtime")
            if event.get(name, "1970").partition("-")[0] > "2000"
        }
        for event in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]


def stored(store: Store, events: Iterable[Event], gathering: str) -> Letters:
    """Store events of one gathering, or of several that keep their ids."""
    records = [
        FakeRecord(
            json.dumps(event if not gathering else event | {"subject": gathering}).encode(),
            next(_OFFSETS),
            topic=Programme(event["type"].split(".")[3]).topic,
        )
        for event in events
    ]
    letters = Letters()
    store_batch(store, letters, records)
    return letters


def numbers_of(store: Store, letters: Letters, gathering: str) -> list[tuple[Any, ...]]:
    rows = store.query(
        "SELECT entries, exits, visits, visitors, inside FROM engagement.participation FINAL "  # noqa: S608
        f"WHERE gathering = '{gathering}'"
    )
    return [(*row, len(letters.origins)) for row in rows]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file)
def test_collected(store: Store, cases: Path, kind: Kind) -> None:
    """What is right stays right."""
    gathering = f"collected-{kind.file}"
    letters = stored(store, shifted(cases / kind.file, kind.ends), gathering)
    assert numbers_of(store, letters, gathering) == [kind.numbers], letters.details


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file.partition("_")[0])
def test_own(store: Store, kind: Kind) -> None:
    """Of each kind one of our own."""
    gathering = f"own-{kind.file}"
    letters = stored(store, kind.own, gathering)
    assert numbers_of(store, letters, gathering) == [kind.own_numbers], letters.details


def night_of_a_change_of_clocks() -> date:
    """Return the last day on which Helsinki's clocks went back, or the day before yesterday where they did long ago."""
    days = [(_NOW - timedelta(days=days)).astimezone(_HELSINKI).date() for days in range(2, AGE_LIMIT.days - 1)]
    return next((day for day in days if len({helsinki(day, 3.5, fold) for fold in (0, 1)}) == 2), days[0])


def helsinki(day: date, hour: float, fold: int = 0) -> datetime:
    return datetime.combine(day, time(int(hour), round(hour % 1 * 60), fold=fold), _HELSINKI).astimezone(UTC)


def test_own_c06(store: Store) -> None:
    """A night is of the day in Helsinki of its middle; an hour that comes twice is two hours, in the curve too."""
    day = night_of_a_change_of_clocks()
    eve = day - timedelta(days=1)
    nights = {
        "early": [helsinki(day, 0), helsinki(day, 3.5), helsinki(day, 3.5, fold=1)],
        "late": [helsinki(eve, 22), helsinki(eve, 23.5), helsinki(eve, 23.75), helsinki(day, 0.25)],
    }
    found = {}
    for name, instants in nights.items():
        events = [{**check_in(str(n), 0), "time": one.isoformat()} for n, one in enumerate(instants)]
        assert stored(store, events, f"own-c06-{name}").details == []
        found[name] = store.query(
            "SELECT toString(day), entries, length(curve) FROM engagement.participation FINAL "  # noqa: S608
            f"WHERE gathering = 'own-c06-{name}'"
        )
    quarters = {name: len(set(instants)) for name, instants in nights.items()}
    assert found == {
        "early": [(day.isoformat(), 3, quarters["early"])],
        "late": [(eve.isoformat(), 4, quarters["late"])],
    }


def test_collected_c06_dst(store: Store, cases: Path) -> None:
    """The night on which clocks go back has an hour twice, and a gathering one day."""
    events = [json.loads(line) for line in (cases / "c06_dst.jsonl").read_text(encoding="utf-8").splitlines()]
    if _NOW - datetime.fromisoformat(events[1]["time"]) > AGE_LIMIT - timedelta(days=1):
        pytest.skip("the night is so long ago that its check-ins are refused")
    letters = stored(store, events, "")
    assert store.query(
        "SELECT gathering, toString(day), entries, exits, length(curve) FROM engagement.participation FINAL "
        "WHERE startsWith(gathering, 'tn:') ORDER BY gathering"
    ) == [("tn:dst", "2026-10-24", 4, 1, 5), ("tn:dst2", "2026-10-25", 2, 0, 2), ("tn:nye", "2026-10-31", 2, 0, 2)]
    assert letters.details == []


@pytest.mark.parametrize("file", ["c08_season_long_b.jsonl", "own"])
def test_an_id_of_all_season_is_found_by_the_doctor(store: Store, request: pytest.FixtureRequest, file: str) -> None:
    """After 83 days its check-ins become dead letters; the doctor's question finds the gathering and how many."""
    own = [check_in(str(n), n) for n in range(3)]
    cases = request.getfixturevalue("cases") if file != "own" else Path()
    events = own if file == "own" else shifted(cases / file, "2026-11-27T21:04:53Z")
    gathering = f"season-{file}"
    store_first = {**events[0], "id": "first", "time": (_NOW - AGE_LIMIT + timedelta(hours=1)).isoformat()}
    assert stored(store, [store_first], gathering).details == []
    store.run_text(  # as if time had gone on since: the engine's clock judges
        "INSERT INTO engagement.participation SELECT * REPLACE (oldest_fact - INTERVAL 7 DAY AS oldest_fact) "  # noqa: S608
        f"FROM engagement.participation FINAL WHERE gathering = '{gathering}'"
    )
    assert len(stored(store, events, gathering).origins) == len(events)
    found = {row[1]: row[2] for row in store.rows("frozen_live_gatherings")}
    assert found[gathering] == len(events)
