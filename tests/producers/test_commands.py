import json
import shlex
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import typer
from kafka import KafkaAdminClient
from kafka.admin import NewTopic
from pydantic import TypeAdapter
from typer.testing import CliRunner, Result

from producers.commands import emit_app, import_app
from producers.commands.examples import EXAMPLES
from producers.commands.session import connection
from producers.seasons import season_of
from schemas.contract import event_name
from schemas.events import EVENT_TYPES
from schemas.programmes import TOPICS, Programme
from tests.shared_engines import SharedEngines

SAMPLES = Path(__file__).parent / "samples"
EVENT_SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"

app = typer.Typer(rich_markup_mode=None)
app.add_typer(emit_app)
app.add_typer(import_app)
GROUPS = typer.main.get_command(app)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A machine of its own: keys in a temporary directory, and a broker's address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ENGAGE_KAFKA_BOOTSTRAP", f"127.0.0.1:{taken.getsockname()[1]}")
    monkeypatch.setenv("ENGAGE_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("ENGAGE_SOURCE", "test:commands")
    return monkeypatch


@pytest.fixture
def broker(environment: pytest.MonkeyPatch, engines: SharedEngines) -> str:
    """Real Kafka with the programmes' topics."""
    admin = KafkaAdminClient(bootstrap_servers=engines.bootstrap)
    try:
        missing = set(TOPICS) - set(admin.list_topics())
        if missing:
            admin.create_topics([NewTopic(topic, 3, 1) for topic in sorted(missing)])
    finally:
        admin.close()
    environment.setenv("ENGAGE_KAFKA_BOOTSTRAP", engines.bootstrap)
    return engines.bootstrap


def run(command: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, shlex.split(command), input=given)


def printed(command: str, given: str | None = None) -> dict[str, Any]:
    result = run(command, given)
    assert result.exit_code == 0, result.output
    event: dict[str, Any] = json.loads(result.stdout)
    return event


pytestmark = pytest.mark.usefixtures("environment")


@pytest.mark.parametrize(
    "example",
    [
        example
        for name, examples in EXAMPLES.items()
        if name not in {"file", "linked-events", "sheet"}
        for example in examples
    ],
)
def test_the_examples_of_the_help_work(example: str) -> None:
    """Each example makes a valid event of the type that its command is named after; its evening was yesterday."""
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    command = example.removeprefix("engage ").replace("2026-09-04", yesterday)
    event = printed(f"{command} --dry-run --json", given="2100-0001\n")
    name = command.split()[1]
    assert event_name(event["type"]) == {"correct": "correction", "retract": "retraction"}.get(name, name)
    assert event["source"] == "test:commands"


def test_every_command_has_an_example_in_its_help() -> None:
    """An example a command, and no example without one."""
    groups = {name: set(getattr(group, "commands", {})) for name, group in getattr(GROUPS, "commands", {}).items()}
    assert groups["emit"] | groups["import"] == set(EXAMPLES)
    for name, examples in EXAMPLES.items():
        group = "import" if name in groups["import"] else "emit"
        assert examples[0] in run(f"{group} {name} --help").stdout


def test_every_event_type_has_a_command_with_an_option_for_each_field() -> None:
    """What the contract takes can be said on the command line, and is described there."""
    for kind in EVENT_TYPES:
        shown = run(f"emit {kind.name} --help").stdout
        for field in TypeAdapter(kind.data).json_schema()["properties"]:
            named = {"visitor": "card", "name": "name-fi", "people": "people"}.get(field, field)
            assert named.replace("_", "-").upper() in shown.upper(), f"{kind.name}: {field}"


@pytest.mark.parametrize(
    ("command", "data"),
    [
        (
            (
                "outreach-contact -p youth-centre --setting street --people 3 --by-age-band 13-17=2 "
                "--by-age-band 18-29=1 --together-with police --together-with education"
            ),
            {
                "setting": "street",
                "people": 3,
                "by_age_band": {"13-17": 2, "18-29": 1},
                "together_with": ["police", "education"],
            },
        ),
        (
            "dialogue-held -p police-dialogue --section extremism --participants 0 --no-follow-up",
            {"section": "extremism", "participants": 0, "follow_up": False},
        ),
        (
            "concern-handled -p theme-night --concern c-1 --status solved --source me:1 --concern-source you:1",
            {"concern": "c-1", "source": "you:1", "status": "solved"},
        ),
        (
            "period-count -p theme-night --period day --first-day 2026-09-01 --visits 0",
            {"period": "day", "first_day": "2026-09-01", "visits": 0},
        ),
        (
            "check-in -p youth-centre --accompanied-by 2",
            {"direction": "entry", "accompanied_by": 2},
        ),
    ],
)
def test_options_become_the_data_of_their_event(command: str, data: dict[str, Any]) -> None:
    """Numbers, choices, lists, counts by age band, a flag either way; what is not given is left out."""
    assert printed(f"emit {command} -g g:1 --dry-run --json")["data"] == data


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("emit group-visit -p youth-centre -g g:1 --kind club", "--people"),
        ("emit group-visit -p youth-centre -g g:1 --kind club --people 0", "--people"),
        ("emit pulse -p theme-night -g g:1 --question safety --moment after --answer 6", "--answer"),
        ("emit dialogue-held -p youth-centre -g g:1 --section extremism --participants 3", "--programme"),
        ("emit referral -p theme-night -g g:1 --from-agency police --to-agency army --people 1", "--to-agency"),
        ("emit outreach-contact -p youth-centre -g g:1 --setting street --people 1 --by-age-band 3", "13-17=28"),
    ],
)
def test_what_a_contract_does_not_take_is_wrong_usage(command: str, hint: str) -> None:
    """The command names the option before an event is made."""
    result = run(command)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_a_wrong_first_day_is_refused_by_the_contract() -> None:
    """What only the contract can tell ends with 1 and the field's name."""
    result = run("emit period-count -p theme-night -g g:1 --period month --first-day 2026-09-02 --visits 3")
    assert result.exit_code == 1
    assert "the month begins on 2026-09-01" in result.stderr


def test_a_card_becomes_a_pseudonym_before_anything_else(tmp_path: Path) -> None:
    """From stdin or as an option, the same card is the same pseudonym, and its number is printed nowhere."""
    then = datetime.now(UTC) - timedelta(hours=1)
    command = f"emit check-in -p youth-centre -g g:1 --id e-1 --time {then:%Y-%m-%dT%H:%M:%SZ} --dry-run"
    result = run(f"{command} --card -", given="2100-0001\n")
    assert "2100" not in result.output.replace("2100-01", "")
    visitor = json.loads(result.stdout)["data"]["visitor"]
    assert printed(f"{command} --card 21000001")["data"]["visitor"] == visitor
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [f"{season_of(then)}.youth-centre.key"]


def test_a_card_of_another_format_is_warned_of(environment: pytest.MonkeyPatch) -> None:
    """The event is made all the same; a personal identity code is refused, and neither number is printed."""
    environment.setenv("ENGAGE_CARD_FORMATS", '{"youth-centre": {"pattern": "HK[0-9]{4}"}}')
    command = "emit check-in -p youth-centre -g g:1 --dry-run --card"
    assert "does not fit" not in run(f"{command} HK-0012").stderr
    misfit = run(f"{command} HK+0012")
    assert (misfit.exit_code, "does not fit the format of youth-centre" in misfit.stderr) == (0, True)
    assert "0012" not in misfit.output
    code = run(f"{command} 131052-308T")
    assert (code.exit_code, "personal identity code" in code.stderr) == (1, True)
    assert "308T" not in code.output
    environment.setenv("ENGAGE_CARD_FORMATS", '{"youth-centre": {"pattern": "["}}')
    wrong = run(f"{command} HK-0012")
    assert (wrong.exit_code, "ENGAGE_CARD_FORMATS" in wrong.stderr) == (2, True)


def test_a_card_has_no_place_in_police_dialogue(tmp_path: Path) -> None:
    """It is refused before a key is made, and the number is not repeated."""
    result = run("emit check-in -p police-dialogue -g g:1 --card 998877 --dry-run")
    assert result.exit_code == 1
    assert "says nothing of persons" in result.stderr
    assert "998877" not in result.output
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("emit check-in -g g:1", "--programme"),
        ("emit gathering-opened -p theme-night -g g:1 --time 2026-09-04T17:05:00", "has no offset"),
        ("emit gathering-opened -p theme-night -g g:1 --time today", "is no time"),
        ("emit head-count 3 -p theme-night -g g:1 --by-age-band 13-17", "13-17=28"),
        ("emit gathering-scheduled -p theme-night -g g:1 --postponed", "--name-fi"),
        ("emit gathering-scheduled -p theme-night -g g:1 --name-fi x", "--postponed"),
        ("emit gathering-scheduled -p theme-night -g g:1 --name-fi x --postponed --district kallio", "--venue"),
        (
            (
                "emit correct x -p theme-night -g g:1 --amended-source t:1 --event check-in "
                "--happened 2026-09-04T17:05:00Z --data [1]"
            ),
            "--data",
        ),
        ("emit retract x -p theme-night -g g:1 --event check-in --revision 1", "--revision"),
        (
            "emit retract correction-0192 -p theme-night -g g:1 --amended-source t:1 --event check-in",
            "name the event that it was about",
        ),
        ("emit file /nowhere/events.jsonl", "cannot be read"),
        ("import linked-events /nowhere/events.json", "cannot be read"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_hint(command: str, hint: str) -> None:
    """The message names the option or the file."""
    result = run(command)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_wrong_settings_name_their_variable(environment: pytest.MonkeyPatch) -> None:
    """A wrong environment variable ends with 2 and is named as it is set."""
    environment.setenv("ENGAGE_KAFKA_BOOTSTRAP", "nonsense")
    result = run("emit gathering-opened -p theme-night -g g:1")
    assert result.exit_code == 2
    assert "ENGAGE_KAFKA_BOOTSTRAP" in result.stderr


def test_the_environment_says_where_kafka_is(environment: pytest.MonkeyPatch) -> None:
    """What is set in ENGAGE_KAFKA_BOOTSTRAP is where every command goes."""
    environment.setenv("ENGAGE_KAFKA_BOOTSTRAP", "broker.example:9092")
    assert connection() == "broker.example:9092"


def test_the_id_of_a_correction_is_never_taken_for_that_of_an_event() -> None:
    """What `emit correct` makes says so by its id, and to correct or retract that id is refused."""
    amend = "-p theme-night -g g:1 --amended-source t:1 --event check-in --happened 2026-09-04T17:05:00Z"
    amend += """ --dry-run --json --data '{"direction": "entry"}'"""
    made = json.loads(run(f"emit correct x {amend}").stdout)["id"]
    result = run(f"emit correct {made} {amend}")
    assert (result.exit_code, "is a correction" in result.stderr) == (2, True)


def test_a_wrong_event_ends_with_1() -> None:
    """It is refused before the broker is asked, with the field's name."""
    result = run("emit gathering-opened -p theme-night -g a/b")
    assert result.exit_code == 1
    assert "subject" in result.stderr


def test_no_broker_ends_with_3(environment: pytest.MonkeyPatch) -> None:
    """The message says what to do; nothing is printed as a result."""
    environment.setenv("ENGAGE_KAFKA_TIMEOUT", "0.5")
    result = run("emit gathering-opened -p theme-night -g g:1")
    assert result.exit_code == 3
    assert "Is `engage up` running?" in result.stderr
    assert result.stdout == ""


@pytest.mark.engines
@pytest.mark.usefixtures("broker")
def test_an_event_is_emitted() -> None:
    """It is acknowledged, and the result says its id and topic."""
    result = run("emit head-count 34 -p theme-night -g g:1 --id count-1 --json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {
        "id": "count-1",
        "topic": "engagement.theme-night.v1",
        "type": "fi.hel.engagement.theme-night.head-count.v1",
    }


_AN_HOUR = timedelta(hours=1)


def fresh(event: dict[str, Any], ago: timedelta = _AN_HOUR) -> dict[str, Any]:
    """Return an event with every time a while ago."""
    then = (datetime.now(UTC) - ago).isoformat(timespec="milliseconds")
    data = dict(event["data"])
    if "replacement" in data:
        data["replacement"] = {**data["replacement"], "time": then}
    return {**event, "time": then, "data": data}


@pytest.mark.engines
@pytest.mark.usefixtures("broker")
def test_events_of_a_file_that_are_too_old_are_refused_by_their_line(tmp_path: Path) -> None:
    """A hundred days old, or ahead: each is told with its line and reason, the rest is sent, the end is 1."""
    sample = json.loads((EVENT_SAMPLES / "theme-night.check-in.json").read_text(encoding="utf-8"))
    old, ahead = fresh(sample, timedelta(days=100)), fresh(sample, timedelta(hours=-1))
    events = tmp_path / "old.jsonl"
    told = [old, fresh(sample), old, ahead, {**fresh(sample), "time": 1_788_000_000}]
    events.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    result = run(f"emit file {events}")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "1 sent, 1 acknowledged, 4 refused"
    assert "  line 1: time: it lies more than 83 days back." in result.stdout
    found = json.loads(run(f"emit file {events} --json --dry-run").stdout)
    assert [(one["place"], one["reason"]) for one in found["refusals"]] == [
        ("line 1", "too-late"),
        ("line 3", "too-late"),
        ("line 4", "in-the-future"),
        ("line 5", "wrong-envelope"),
    ]
    shown = [line.split(":")[0].strip() for line in lines if line.startswith(("  line", "too", "in-", "wrong"))]
    assert shown == ["too-late", "line 1", "line 3", "in-the-future", "line 4", "wrong-envelope", "line 5"]


@pytest.mark.engines
@pytest.mark.usefixtures("broker")
def test_a_file_is_emitted_but_for_its_bad_lines(tmp_path: Path) -> None:
    """Each bad line is told with its number, reason and remedy; the others arrive; the end is 1."""
    events = tmp_path / "events.jsonl"
    good = [
        json.dumps(fresh(json.loads(path.read_text(encoding="utf-8")))) for path in sorted(EVENT_SAMPLES.glob("*.json"))
    ]
    events.write_text("\n".join([good[0], "not json", "", '{"a": 1}', *good[1:], "[]"]), encoding="utf-8")
    result = run(f"emit file {events}")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == f"{len(good)} sent, {len(good)} acknowledged, 3 refused"
    assert lines[1:4] == ["Refused: 3", "        2  malformed", "        1  unknown-type"]
    assert "  line 2: it is not JSON: JSON begins with { or [; counts in a sheet" in result.stdout
    assert f"  line {len(good) + 4}: it is not a JSON object." in result.stdout
    as_json = json.loads(run(f"emit file {events} --json --dry-run").stdout)
    assert (as_json["valid"], as_json["refused"]) == (len(good), 3)
    assert as_json["refusals"][1]["reason"] == "unknown-type"


@pytest.mark.engines
@pytest.mark.usefixtures("broker")
def test_a_file_may_be_one_event_an_array_or_stdin(tmp_path: Path) -> None:
    """An indented event and an array are read as what they are; bad elements are told by their place."""
    sample = json.dumps(
        fresh(json.loads((EVENT_SAMPLES / "theme-night.check-in.json").read_text(encoding="utf-8"))), indent=2
    )
    assert run("emit file -", given=sample).stdout == "1 sent, 1 acknowledged, 0 refused\n"
    array = tmp_path / "events.json"
    array.write_text(f"[{sample},\n{sample}, 7]", encoding="utf-8")
    result = run(f"emit file {array}")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "2 sent, 2 acknowledged, 1 refused"
    assert "  event 3: it is not a JSON object. Send one JSON object per message" in result.stdout


@pytest.mark.engines
@pytest.mark.usefixtures("broker")
def test_linked_events_are_imported() -> None:
    """The good gatherings arrive, the refused records are listed, the end is 1."""
    command = f"import linked-events {SAMPLES}/linked_events_events.json --places {SAMPLES}/linked_events_places.json"
    result = run(f"{command} --json")
    assert result.exit_code == 1
    counts = json.loads(result.stdout)
    assert (counts["records"], counts["gatherings"], counts["events"], counts["acknowledged"]) == (9, 6, 8, 8)
    assert [record["id"] for record in counts["refused"]] == [
        "helsinki:backwards",
        "helsinki:nameless",
        "helsinki:circle",
    ]
    table = run(command).stdout
    assert "Events acknowledged" in table
    assert "helsinki:circle" in table


def test_a_dry_import_needs_no_broker(tmp_path: Path) -> None:
    """It judges every record, prints what it would emit, and sends nothing."""
    page = tmp_path / "page.json"
    page.write_text(
        json.dumps(
            {"data": [{"id": f"a:{uuid4().hex}", "name": {"fi": "x"}, "last_modified_time": "2026-01-01T00:00:00Z"}]}
        )
    )
    result = printed(f"import linked-events {page} -p theme-night --dry-run --json")
    assert result["would_emit"][0]["type"] == f"fi.hel.engagement.{Programme.THEME_NIGHT}.gathering-scheduled.v1"


def test_what_is_no_page_of_linked_events_ends_with_1(tmp_path: Path) -> None:
    """A broken file and a file of another shape are told as such."""
    broken, other = tmp_path / "broken.json", tmp_path / "other.json"
    broken.write_text("{")
    other.write_text('{"data": 7}')
    assert "is not JSON" in run(f"import linked-events {broken}").stderr
    assert run(f"import linked-events {broken}").exit_code == 1
    assert "are not Linked Events" in run(f"import linked-events {other}").stderr


def test_the_help_needs_neither_kafka_nor_pydantic() -> None:
    """Importing the commands is light, so that `engage --help` answers at once."""
    code = "import sys, producers.commands; print([m for m in ('kafka', 'pydantic', 'rich.table') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"


def test_a_dry_import_refuses_what_would_be_refused_when_it_is_sent(tmp_path: Path) -> None:
    """A record that was modified in the future; its neighbour is judged by itself."""
    then = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    records = [{"id": f"a:{time}", "name": {"fi": "x"}, "last_modified_time": time} for time in (then, "2026-01-01")]
    (tmp_path / "page.json").write_text(json.dumps(records))
    result = run(f"import linked-events {tmp_path / 'page.json'} --dry-run")
    assert (result.exit_code, result.stderr.count("in-the-future")) == (1, 1)


def test_a_doubt_about_one_event_is_told_on_stderr() -> None:
    """A gathering called after another programme, and an age band that is given twice, which is wrong usage."""
    doubtful = run("emit head-count 3 -p theme-night -g youth-centre:1 --dry-run")
    assert (doubtful.exit_code, "warning: the gathering youth-centre:1 is called after" in doubtful.stderr) == (0, True)
    twice = run("emit head-count 3 -p theme-night -g t:1 --by-age-band 13-17=1 --by-age-band 13-17=2 --dry-run")
    assert (twice.exit_code, "is there twice" in twice.stderr) == (2, True)
