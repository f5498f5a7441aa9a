"""`engage emit file` and careless hands: what is said twice, cut off, wrapped, mistyped or misnamed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.pipeline import engage_here

NOW = datetime.now(UTC)
PLAN = "fi.hel.engagement.youth-centre.gathering-scheduled.v1"


def event(number: int = 1, **attributes: Any) -> dict[str, Any]:
    """A head count of an hour ago."""
    return {
        "specversion": "1.0",
        "id": f"own-{number}",
        "source": "sheet:own",
        "type": "fi.hel.engagement.youth-centre.head-count.v1",
        "subject": "yc:malmi",
        "time": (NOW - timedelta(hours=1)).isoformat(timespec="seconds"),
        "data": {"people": 30 + number},
    } | attributes


def plan(name: str, **attributes: Any) -> dict[str, Any]:
    return event(type=PLAN, data={"name": {"fi": name}, "starts": None}, **attributes)


@pytest.fixture
def emitting(tmp_path: Path) -> Any:
    """Runs a dry `engage emit file` of a text or of bytes."""

    def run(content: str | bytes, *options: str) -> CompletedProcess[str]:
        file = tmp_path / "events"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return engage_here({}, "emit", "file", str(file), "--dry-run", *options)

    return run


def told(done: CompletedProcess[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(done: CompletedProcess[str]) -> dict[str, str]:
    return {one["place"]: f"{one['detail']}. {one['remedy']}" for one in told(done)["refusals"]}


def test_a_name_twice_in_an_event_is_refused(emitting: Any) -> None:
    """At any depth, written with escapes too; neither value is chosen, and the neighbours are taken."""
    line = json.dumps(event(1))
    lines = [
        line.replace('"people": 31', '"people": 31, "people": 310'),
        line.replace('"people": 31', '"people": 31, "\\u0070eople": 310'),
        line[:-1] + ', "id": "own-9"}',
        line.replace('"people": 31', '"people": 31, "Aino Virtanen 040 1234567": 1, "Aino Virtanen 040 1234567": 1'),
        json.dumps(event(2)),
    ]
    done = emitting("\n".join(lines), "--json")
    assert (done.returncode, told(done)["valid"]) == (1, 1)
    said = refused(done)
    assert "people stands twice in one object" in said["line 1"]
    assert "people stands twice in one object" in said["line 2"]
    assert "id stands twice in one object" in said["line 3"]
    assert "Aino" not in done.stdout


def test_one_id_with_two_contents_names_both_lines(emitting: Any) -> None:
    """The later is refused; a repeat, in another order or offset, and a higher revision contradict nothing."""
    one = event(1)
    same_time = datetime.fromisoformat(one["time"]).astimezone(UTC).isoformat().replace("+00:00", "Z")
    events = [
        one,
        dict(reversed(one.items())),
        one | {"time": same_time},
        one | {"revision": 2, "data": {"people": 99}},
        one | {"source": "sheet:other", "data": {"people": 99}},
        one | {"data": {"people": 13}},
        one | {"subject": "yc:kallio"},
    ]
    done = emitting("\n".join(map(json.dumps, events)), "--json")
    assert (done.returncode, told(done)["valid"]) == (1, 5)
    assert told(done)["refused_by_reason"] == {"one id twice": 2}
    assert list(refused(done)) == ["line 6", "line 7"]
    assert all("those of line 1," in said and "engage emit correct" in said for said in refused(done).values())


def test_events_over_several_lines_are_read_one_after_the_other(emitting: Any) -> None:
    """Pretty-printed objects, two on a line, an array that is indented: each as many events as it holds."""
    events = [event(number) for number in range(3)]
    for text in (
        "\n".join(json.dumps(one, indent=2) for one in events),
        "".join(map(json.dumps, events)),
        json.dumps(events, indent=4),
        "\ufeff\n\n" + "\r\n".join(json.dumps(one, indent=1) for one in events),
        "\n".join(f"\ufeff{json.dumps(one)}" for one in events),
    ):
        done = emitting(text, "--json")
        assert (done.returncode, told(done)["valid"]) == (0, 3), text


def test_what_is_no_json_is_told_by_line_and_column(emitting: Any) -> None:
    """Its neighbours are read all the same, in lines, in objects over several lines and in an array."""
    good = [json.dumps(event(number), indent=2) for number in range(3)]
    bad = good[1].replace('"own-1",', '"own-1"')
    pretty = emitting("\n".join([good[0], bad, good[2]]), "--json")
    assert (pretty.returncode, told(pretty)["valid"]) == (1, 2)
    assert refused(pretty)["line 12"].startswith("it is not JSON: expecting ',' delimiter at line 15, column 3. Send")
    array = emitting("[\n" + ",\n".join([good[0], bad, good[2]]) + "\n]", "--json")
    assert (array.returncode, told(array)["valid"], list(refused(array))) == (1, 2, ["line 13"])
    lines = [json.dumps(event(number)) for number in range(3)]
    bad = lines[1].replace('"own-1",', '"own-1"')
    column = bad.index('"source"') + 1
    in_lines = emitting("\n".join([lines[0], bad, lines[2]]), "--json")
    assert (told(in_lines)["valid"], f"at column {column}" in refused(in_lines)["line 2"]) == (2, True)
    first = emitting("\n".join([bad, lines[0], lines[2]]), "--json")
    assert (told(first)["valid"], f"at line 1, column {column}" in refused(first)["line 1"]) == (2, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" + json.dumps(event()) + ",", "the file is likely cut off"),
        (json.dumps(event())[:-3], "the text ends"),
        (json.dumps(event()).replace('"people"', "\u201cpeople\u201d"), "(U+201C) is not the quotation mark of JSON"),
        (json.dumps(event()).replace('"', "'"), "is not the quotation mark of JSON"),
        (json.dumps(event()).replace('": 31', '": \u22123'), "(U+2212) is not the minus of JSON"),
        (json.dumps(event()).replace('": 31', '": NaN'), "NaN is no number of JSON"),
        (json.dumps(event()).replace('": 31', '": ' + "1" * 5000), "too many digits"),
        (json.dumps(event()).replace('": 31', '": ' + '{"a":' * 5000), "it nests too deep"),
        (json.dumps({"events": [event(1), event(2)]}), "jq '.events' FILE > NEW"),
        (json.dumps({"count": 2, "data": [event(1)]}, indent=2), "an object around a list of 1, data, and no event"),
        (json.dumps(event(data={"people": "34"})), "without quotation marks"),
        (json.dumps(event(data={"people": 34.5})), "a whole number is wanted"),
        (json.dumps(event(data={"people": True})), "a whole number is wanted"),
        (json.dumps(event(data={"people": "\u22124"})), "without quotation marks"),
        (json.dumps(event(time="0026-09-04T17:00:00Z")), "greater than or equal to 2000"),
        (json.dumps(event(time="2026-09-04T17:00:00\u221203:00")), "RFC 3339"),
        (json.dumps(event(data={"people": 1, "card": "131052-308T"})), "engage emit check-in --card -"),
        ("id;people\nown-1;34\n", "JSON begins with { or [; counts in a sheet come in by `engage import sheet`"),
        ("<!doctype html><html></html>", "an HTML page"),
        (b"PK\x03\x04\x14\x00", "a workbook or another ZIP archive"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (json.dumps(event()) + "\n" + json.dumps(event()) + "\0\n", "a NUL character"),
        (json.dumps(event())[:-40], "unterminated string starting at line 1, column"),
        (json.dumps(event(subject="131052-308T")), "subject: it holds a personal identity code"),
        (json.dumps(event(id="131052A308T")), "id: it holds a personal identity code"),
        (json.dumps(event(source="tablet:811218-9876")), "source: it holds a personal identity code"),
        (json.dumps(event(**{"aino@example.fi": 1})), "\u2026: there is no such field here"),
        (json.dumps([]), "holds no event"),
        ("", "holds no event"),
        ("\ufeff \n\r\n", "holds no event"),
    ],
)
def test_what_cannot_be_sent_says_what_to_do(emitting: Any, text: str | bytes, said: str) -> None:
    """The exit code is 1, nothing is silent, and no card is shown."""
    done = emitting(text)
    assert (done.returncode, said in done.stdout + done.stderr) == (1, True), done.stdout + done.stderr
    assert not any(value in done.stdout + done.stderr for value in ("308T", "9876", "aino"))


def test_times_that_the_contract_takes_are_taken(emitting: Any) -> None:
    """Small letters and nine digits of a second are RFC 3339, whatever Python's own reader says."""
    time = (NOW - timedelta(hours=1)).strftime("%Y-%m-%dt%H:%M:%S.123456789z")
    done = emitting(json.dumps(event(time=time)))
    assert (done.returncode, done.stdout) == (0, "1 valid, 0 refused\n")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Ilta, kysy aino@example.fi", "an e-mail address"),
        ("Ilta, puh. 040 123 4567", "a telephone number"),
        ("Ilta, 131052-308T", "a personal identity code"),
        ("Ilta, 040.123.4567", "a telephone number"),
        ("Ilta, \uff10\uff14\uff10 \uff11\uff12\uff13 \uff14\uff15\uff16\uff17", "a telephone number"),
        ("Ilta, aino(at)example.fi", "an e-mail address"),
        ("Ilta, 040 12\u200b3 4567", "a telephone number"),
        ("Ilta, \u202e7654 321 040", "control characters"),
        ("Ilta, a\0b", "control characters"),
        ("Ilta, TÃ¶Ã¶lÃ¶", "a wrong encoding"),
    ],
)
def test_a_name_that_nobody_should_read_is_refused_unseen(emitting: Any, name: str, what: str) -> None:
    """In a plan and in its correction, of the gathering and of its venue; the field is named, the value is not."""
    replacement = {"event": "gathering-scheduled", "time": event()["time"], "data": plan(name)["data"]}
    correction = event(
        2, type=PLAN.replace("gathering-scheduled", "correction"), revision=2,
        data={"corrects": "own-1", "replacement": replacement},
    )  # fmt: skip
    venue = plan("Ilta", id="own-3")
    venue["data"]["venue"] = {"id": "tprek:1", "name": {"sv": name}}
    done = emitting(
        "\n".join(map(json.dumps, [plan(name), correction, venue, plan("Ilta 1.9.2026 klo 17-20", id="4")])), "--json"
    )
    assert (done.returncode, told(done)["valid"]) == (1, 1)
    fields = [said.partition(":")[0] for said in refused(done).values()]
    assert fields == ["data.name.fi", "data.replacement.data.name.fi", "data.venue.name.sv"]
    assert all(what in said for said in refused(done).values())
    assert name[6:] not in done.stdout


def test_a_plan_that_is_likely_wrong_is_taken_with_a_word(emitting: Any) -> None:
    """A venue's opening all year, and a position whose numbers are swapped."""
    year = plan("Avoinna")
    year["data"] |= {"starts": "2026-01-01T00:00:00Z", "ends": "2026-12-31T00:00:00Z"}
    swapped = plan("Ilta", id="own-2", subject="yc:2")
    swapped["data"]["venue"] = {"id": "tprek:1", "name": {}, "latitude": 24.95, "longitude": 60.18}
    abroad = plan("Ilta", id="own-3", subject="yc:3")
    abroad["data"]["venue"] = {"id": "tprek:2", "name": {}, "latitude": 0.0, "longitude": 0.0}
    done = emitting("\n".join(map(json.dumps, [year, swapped, abroad])), "--json")
    first, second, third = told(done)["warnings"]
    assert (done.returncode, "goes on for 364 days" in first) == (0, True)
    assert ("swapped" in second, "lies outside Finland; correct it" in third) == (True, True)


def helsinki_day(days_ago: int) -> str:
    return (NOW - timedelta(days=days_ago)).date().isoformat()


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (event(subject="theme-night:malmi"), "called after theme-night, and the event's type is of another programme"),
        (event(subject="Regional-Event:1"), "called after regional-event"),
        (event(subject=f"yc:malmi:{helsinki_day(9)}"), f"called after {helsinki_day(9)}, and its head-count is of"),
        (event(subject="yc:malmi:2026-02-30"), "a day that is in no calendar"),
        (event(subject="youth-centres:1"), ""),
        (event(subject="yc:12026-01-015"), ""),
        (event(type=PLAN, subject="yc:2026-09-04", data={"name": {}, "starts": "2026-09-04T17:00:00Z"}), ""),
        (event(type=PLAN, subject="yc:2026-09-05", data={"name": {}, "starts": "2026-09-04T23:00:00Z"}), ""),
        (event(type=PLAN, subject="yc:2026-09-04", data={"name": {}, "starts": "2026-09-05T07:00:00Z"}), ""),
        (
            event(type=PLAN, subject="yc:2026-09-04", data={"name": {}, "starts": "2026-09-06T07:00:00Z"}),
            "is of 2026-09-06",
        ),
    ],
)
def test_a_gathering_called_after_another_programme_or_day_is_warned_of(
    emitting: Any, one: dict[str, Any], said: str
) -> None:
    """The night after its day belongs to it; the event is sent all the same."""
    done = emitting(json.dumps(one), "--json")
    warnings = told(done)["warnings"]
    assert (done.returncode, len(warnings), said in " ".join(warnings)) == (0, bool(said), True)


def test_gatherings_that_differ_by_capitals_alone_are_warned_of(emitting: Any) -> None:
    """Both spellings with the first line of each, once."""
    subjects = ["yc:Malmi", "yc:malmi", "yc:malmi", "yc:kallio", "yc:MALMI"]
    events = [event(number, subject=subject) for number, subject in enumerate(subjects)]
    warnings = told(emitting("\n".join(map(json.dumps, events)), "--json"))["warnings"]
    assert [one.partition(" differ")[0] for one in warnings] == [
        "line 2: yc:malmi and yc:Malmi (line 1)",
        "line 5: yc:MALMI and yc:Malmi (line 1)",
    ]
