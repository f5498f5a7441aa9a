"""Files of events and of Linked Events as people have them: one of the collection, and our own, of each kind."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from producers.gateway.intake import Intake
from producers.gateway.scope import Pattern, Scope
from producers.keys import KeyRing
from producers.outgoing import OutgoingMessage
from schemas.programmes import Programme
from tests.pipeline import engage_here
from tests.producers.dry_sheet_import import told


class TestLinkedEvents:
    """`engage import linked-events`; kinds of our own are in test_linked_events.py."""

    @pytest.mark.parametrize(
        ("file", "code", "said"),
        [
            ("le02_error.json", 1, "Not found."),
            ("le03_html.json", 1, "an HTML page"),
            ("le04_empty.json", 0, ""),
            ("le05_kerran_next.json", 1, "299 more events"),
            ("le06_last_day.json", 0, ""),
            ("le07_series.json", 0, ""),
        ],
    )
    def test_collected(self, cases: Path, file: str, code: int, said: str) -> None:
        done = engage_here({}, "import", "linked-events", str(cases / file), "--dry-run", "--json")
        assert (done.returncode, said in done.stderr) == (code, True)

    def test_collected_ends(self, cases: Path) -> None:
        done = engage_here({}, "import", "linked-events", str(cases / "le06_last_day.json"), "--dry-run", "--json")
        assert {event["data"]["ends"] for event in told(done)["would_emit"]} == {"2026-11-27T22:00:00.000+00:00"}
        done = engage_here({}, "import", "linked-events", str(cases / "le01.json"), "--dry-run", "--json")
        ends = {event["subject"].rpartition(":")[2]: event["data"].get("ends") for event in told(done)["would_emit"]}
        assert ends["fair-three-days"] == "2026-12-06T22:00:00.000+00:00"
        assert (done.returncode, told(done)["deleted"], told(done)["series"]) == (1, 1, 1)

    def test_collected_series(self, cases: Path) -> None:
        done = engage_here({}, "import", "linked-events", str(cases / "le07_series.json"), "--dry-run", "--json")
        assert (told(done)["gatherings"], told(done)["series"]) == (2, 1)


EVENT = (
    '{{"specversion": "1.0", "id": "{id}", "source": "tablet:a", '
    '"type": "fi.hel.engagement.youth-centre.gathering-scheduled.v1", "subject": "youth-centre:own:1", '
    '"time": "{time}", "data": {{"name": {{"fi": "{name}"}}, "starts": "2026-09-20T16:00:00+03:00"}}}}'
)


def event(id_: str = "1", name: str = "Töölön ilta", time: str = "2026-09-19T08:00:00Z") -> str:
    return EVENT.format(id=id_, name=name, time=time)


class TestEventFiles:
    """`engage emit file`: the line is refused, the encoding named, the rest sent."""

    @pytest.mark.parametrize(
        ("file", "code", "valid", "said"),
        [
            ("e01_latin1.jsonl", 1, 0, "likely in Latin-1"),
            ("e02_utf16.jsonl", 1, 0, "UTF-16"),
            ("e03_crlf_bom.jsonl", 0, 2, ""),
            ("e03b_cr.jsonl", 0, 2, ""),
            ("e04_naive_time.jsonl", 1, 0, "no offset from UTC"),
        ],
    )
    def test_collected(self, cases: Path, file: str, code: int, valid: int, said: str) -> None:
        """These are plans, which may be of any age."""
        done = engage_here({}, "emit", "file", str(cases / file), "--dry-run")
        assert (done.returncode, done.stdout.startswith(f"{valid} valid"), said in done.stdout) == (code, True, True)

    @pytest.mark.parametrize(
        ("encoding", "said"),
        [("cp1252", "Latin-1"), ("latin-1", "Latin-1"), ("cp850", "cp850"), ("mac-roman", "Mac Roman")],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_own_lines(self, tmp_path: Path, encoding: str, said: str, end: str) -> None:
        file = tmp_path / "events.jsonl"
        lines = [event("1").encode(), event("2").encode(encoding), event("3", "Malmi").encode()]
        file.write_bytes(end.encode().join(lines))
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert (done.returncode, done.stdout.startswith("2 valid, 1 refused"), said in done.stdout) == (1, True, True)
        assert "line 2" in done.stdout

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_own_wide_characters(self, tmp_path: Path, encoding: str) -> None:
        file = tmp_path / "events.jsonl"
        file.write_bytes(f"{event('1')}\n{event('2')}\n".encode(encoding))
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert (done.returncode, "the file is in UTF-16" in done.stdout) == (1, True)

    def test_own_array(self, tmp_path: Path) -> None:
        """In an array too, the event alone; and letters that are lost already."""
        file = tmp_path / "events.json"
        file.write_bytes(b"[" + event("1").encode("cp1252") + b",\n" + event("2").encode() + b"]")
        assert engage_here({}, "emit", "file", str(file), "--dry-run").stdout.startswith("1 valid, 1 refused")
        file.write_text(event("1", "T\ufffd\ufffdl\ufffd"), encoding="utf-8")
        assert "U+FFFD" in engage_here({}, "emit", "file", str(file), "--dry-run").stdout

    @pytest.mark.parametrize(
        ("time", "said"),
        [
            ("2026-09-19T08:00:00", "+03:00 in summer"),
            ("2026-09-19T24:00:00Z", "midnight is 00:00"),
            ("2026-09-19T08:00:60Z", "seconds go from 00 to 59"),
            ("2026-09-31T08:00:00Z", "there is no such day"),
            ("19.9.2026", "RFC 3339"),
        ],
    )
    def test_own_times(self, tmp_path: Path, time: str, said: str) -> None:
        file = tmp_path / "events.jsonl"
        file.write_text(f"{event('1', time=time)}\n{event('2')}\n", encoding="utf-8")
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert (done.returncode, done.stdout.startswith("1 valid, 1 refused"), said in done.stdout) == (1, True, True)

    def test_own_ids(self, tmp_path: Path) -> None:
        """No regular expression answers a wrong id."""
        file = tmp_path / "events.jsonl"
        file.write_text(event("ilta 1"), encoding="utf-8")
        done = engage_here({}, "emit", "file", str(file), "--dry-run")
        assert ("without spaces" in done.stdout, "pattern" in done.stdout) == (True, False)


NOW = datetime.now(UTC)


def check_in(number: int, days_ago: float, gathering: str = "youth-centre:own:1") -> str:
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(number),
            "source": "tablet:a",
            "type": "fi.hel.engagement.youth-centre.check-in.v1",
            "subject": gathering,
            "time": (NOW - timedelta(days=days_ago)).isoformat(),
            "data": {"direction": "entry"},
        }
    )


def shifted(file: Path, newest: datetime) -> str:
    """The events of a file, moved so that the newest is at that time."""
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    by = newest - max(datetime.fromisoformat(one["time"]) for one in events)
    return "\n".join(
        json.dumps(one | {"time": (datetime.fromisoformat(one["time"]) + by).isoformat()}) for one in events
    )


class TestTimesOfAGathering:
    """One id for all season, and a clock that is slow, are told where a file is emitted."""

    @pytest.mark.parametrize(
        ("file", "days_ago", "said"),
        [
            ("c08_season_long_a.jsonl", 82.5, "Use an id for each day, e.g. youth-centre:kallio:"),
            ("c10_season_a.jsonl", 82.5, "are refused, though Kafka takes"),
            ("c09_slow_clock.jsonl", 1, "line 61 lies 10 days from the middle of its 61 events"),
            ("c08_season_long_b.jsonl", 1, "warning: youth-centre:kallio names no day"),
            ("c01_exit_without_entry.jsonl", 1, ""),
            ("c06_dst.jsonl", 1, ""),
        ],
    )
    def test_collected(self, cases: Path, tmp_path: Path, file: str, days_ago: float, said: str) -> None:
        (tmp_path / "events.jsonl").write_text(shifted(cases / file, NOW - timedelta(days=days_ago)))
        done = engage_here({}, "emit", "file", str(tmp_path / "events.jsonl"), "--dry-run")
        assert (done.returncode, said in done.stderr, bool(done.stderr)) == (0, True, bool(said))

    @pytest.mark.parametrize(
        ("days", "said"),
        [
            ([82] + [1] * 5, "is open for 83 days"),
            ([1] * 20 + [11], "line 21 lies 10 days"),
            ([12] * 20 + [2], "line 21 lies 10 days"),
            ([1] * 20 + [1.5], ""),
            ([1, 9], ""),
        ],
    )
    def test_own(self, tmp_path: Path, days: list[float], said: str) -> None:
        events = "\n".join(check_in(number, ago) for number, ago in enumerate(days))
        (tmp_path / "events.jsonl").write_text(events)
        done = engage_here({}, "emit", "file", str(tmp_path / "events.jsonl"), "--dry-run", "--json")
        assert (done.returncode, said in " ".join(told(done)["warnings"])) == (0, True)
        assert len(told(done)["warnings"]) == bool(said)

    def test_own_too_old(self, tmp_path: Path) -> None:
        """It is refused by its line, and says nothing of the gathering's other events."""
        (tmp_path / "events.jsonl").write_text(
            "\n".join(check_in(number, ago) for number, ago in enumerate([84, 1, 1]))
        )
        done = engage_here({}, "emit", "file", str(tmp_path / "events.jsonl"), "--dry-run", "--json")
        found = told(done)
        assert (done.returncode, found["valid"], found["refused_by_reason"]) == (1, 2, {"too-late": 1})
        assert (found["refusals"][0]["place"], found["warnings"]) == ("line 1", [])


def moved(event: Mapping[str, Any], days_ago: float, newest: str) -> dict[str, Any]:
    """An event of the collection at another time, in a gathering whose day is that of the newest."""
    time = NOW - timedelta(days=days_ago)
    return {**event, "subject": re.sub(r"\d{4}-\d\d-\d\d", newest, event["subject"]), "time": time.isoformat()}


TODAY = f"{NOW.astimezone(ZoneInfo('Europe/Helsinki')):%Y-%m-%d}"
ONE_EVENT = [
    ("c08_season_long_a.jsonl", 0, 82.5, "Use an id for each day, e.g. youth-centre:kallio:"),
    ("c10_season_a.jsonl", 0, 82.5, "are refused. Use an id for each day"),
    ("c09_slow_clock.jsonl", 60, 10, "if the device's clock is wrong, set it"),
    ("c09_slow_clock.jsonl", 0, 0.01, ""),
    ("c08_season_long_b.jsonl", 0, 0.01, "youth-centre:kallio names no day"),
    ("own", 82, 82, "Use an id for each day, e.g. youth-centre:own:1:"),
    ("own", 3, 3, ""),
]


@pytest.mark.parametrize(("file", "line", "days_ago", "said"), ONE_EVENT)
def test_one_event_alone(request: pytest.FixtureRequest, file: str, line: int, days_ago: float, said: str) -> None:
    """`engage emit` of one event and the gateway say the same of it, and take it."""
    own = check_in(line, days_ago)
    text = own if file == "own" else (request.getfixturevalue("cases") / file).read_text().splitlines()[line]
    event = moved(json.loads(text), days_ago, TODAY)
    place = ["--programme", "youth-centre", "--gathering", event["subject"], "--source", event["source"]]
    done = engage_here({}, "emit", "check-in", *place, "--time", event["time"], "--dry-run")
    assert (done.returncode, said in done.stderr, bool(done.stderr)) == (0, True, bool(said))
    everything = Scope(frozenset({Programme.YOUTH_CENTRE}), (Pattern("*"),), frozenset({"check-in"}), (Pattern("*"),))
    message = Intake(KeyRing(Path("no-keys")), lambda: NOW).judge(event, everything)
    assert isinstance(message, OutgoingMessage), message
    assert (said in message.warning, bool(message.warning)) == (True, bool(said))


C11 = [None, None, None, "too-late", "in-the-future", "out-of-scope"]


@pytest.mark.parametrize("file", ["c11_gateway.json", "own"])
def test_a_batch_of_a_gateway(tmp_path: Path, request: pytest.FixtureRequest, file: str) -> None:
    """A card is the same however the reader ends it; a wrong clock and another's gathering are refused alone."""
    if file == "own":
        said = {"specversion": "1.0", "source": "tablet:b", "type": "fi.hel.engagement.youth-centre.check-in.v1"}
        ages = ((0, "04 A2"), (0, "04 A2"), (0, "04A2\r\n"), (90, ""), (-2, ""), (0, ""))
        events = [
            {
                **said,
                "id": str(n),
                "subject": f"youth-centre:{'kallio' if n < 5 else 'malmi'}:own",
                "time": (NOW - timedelta(days=days)).isoformat(),
                "data": {"direction": "entry"} | ({"card": card} if card else {}),
            }
            for n, (days, card) in enumerate(ages)
        ]
    else:
        events = json.loads((request.getfixturevalue("cases") / file).read_text(encoding="utf-8"))
        by = NOW - datetime.fromisoformat(events[0]["time"])
        for event in events:
            event["time"] = (datetime.fromisoformat(event["time"]) + by).isoformat()
    scope = Scope(
        frozenset({Programme.YOUTH_CENTRE}),
        (Pattern("youth-centre:kallio:*"),),
        frozenset({"check-in"}),
        (Pattern("*"),),
    )
    intake = Intake(KeyRing(tmp_path), lambda: NOW)
    answers = [intake.judge(event, scope) for event in events]
    assert [str(getattr(answer, "reason", "")) or None for answer in answers] == C11
    visitors = {answer.event["data"]["visitor"] for answer in answers[:3] if isinstance(answer, OutgoingMessage)}
    assert len(visitors) == 1
