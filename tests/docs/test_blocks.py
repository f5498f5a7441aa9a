"""Every block of commands or SQL that a page shows is done as it stands, on real engines, but for a closed list."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

import engage
from producers.emitter import Emitter
from schemas.programmes import Programme
from tests.dashboards.publishing.stand_in import TOKEN, StandIn
from tests.docs.pages import PAGES, ROOT, blocks_of
from tests.pipeline import Pipeline
from tests.shared_engines import SharedEngines
from tests.streams.published.cities import publish_due
from tests.streams.repair.happenings import check_in, event, payload, plan, yesterday

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]

FOLLOWED = {
    "docs/how-to/first-evening.md": "tests/docs/test_first_evening.py",
    "docs/how-to/new-event-type.md": "tests/docs/test_recipes.py",
    "docs/how-to/new-panel.md": "tests/docs/test_recipes.py",
    "docs/how-to/new-source.md": "tests/docs/test_recipes.py",
    "docs/how-to/reports.md": "tests/dashboards/reports/test_numbers.py",
}
"""Pages that a test of their own follows from their first block to their last."""

LEFT_OUT = {
    "make demo": "its `engage demo` is run by tests/embedded/test_demo.py",
    "make test": "it would run this test",
    "make secrets": "tests/deployment/test_compose.py runs it",
    "docker compose up --detach": "no Docker here; tests/deployment holds the file to its schema and to the code",
    "docker compose build": "no Docker here; `make image-check` builds the Dockerfile by podman",
    'docker compose exec gateway engage organisers create "Kallio youth centre" -p youth-centre '
    '--gathering "youth-centre:kallio:*"': "no Docker here; docs/how-to/first-evening.md has the command, followed",
    "docker compose run --rm repair rebuild --dry-run": (
        "no Docker here; tests/deployment/test_commands_as_users.py runs it as its user"
    ),
    "docker compose run --rm migrate erase --programme youth-centre --pseudonym -": (
        "no Docker here; tests/streams/test_erase.py runs the command"
    ),
    "pip install 'engagement-pipeline[embedded,previews]'": "not published; `make setup` installs the same extras",
    "engage up": "it runs until Ctrl-C; tests/embedded/test_up.py does that, and lives with it",
    "engage demo --days 75 --previews build/previews": (
        "minutes; tests/embedded/test_demo.py runs a smaller city, tests/dashboards/preview draws every board of a year"
    ),
    "engage demo --days 75 --keep build/city": "minutes; tests/embedded/test_demo.py keeps a smaller city",
    "engage dashboards preview --folder build/previews": (
        "minutes for all boards; tests/dashboards/preview/test_command.py draws one, the next line of the page another"
    ),
    "python -m tests.chaos --seed 1 --faults 200 --minutes 20 --out build/chaos.json": (
        "12 minutes; `make soak` runs a shorter campaign"
    ),
    "CREATE USER grafana_reader IDENTIFIED BY '…' SETTINGS readonly = 1, max_execution_time = 30 MIN 1 MAX 60 "
    "CHANGEABLE_IN_READONLY, enable_http_compression CHANGEABLE_IN_READONLY": (
        "the server here takes users by file alone: parsed by it, not run"
    ),
    "GRANT SELECT ON published.* TO grafana_reader": "the server here takes users by file alone: parsed by it, not run",
}
"""What is shown and not done here, with the reason; a line that no page shows any more must go."""

GATHERING = "youth-centre:kallio:yesterday"

SHOWN_DAY, DAY = date(2026, 11, 24), re.compile(r"2026-11-\d\d(?!T)")
"""The day on which the pages let dead letters come; here they come today, and times lie a day back."""

PLACE = re.compile(r"engagement\.youth-centre\.v1/0/\d+")


def steps_of(page: Path) -> Iterator[str]:
    """The lines of a page's shell blocks and the statements of its SQL, in order; transcripts have a test of theirs."""
    for block in blocks_of(page.read_text(encoding="utf-8")):
        if block.language == "sql":
            yield from (text.strip() for text in re.split(r";\s*(?:\n|$)", block.text) if text.strip())
        elif block.language in {"sh", ""}:
            yield from (
                line for line in block.text.splitlines() if re.match(r"engage |make |docker |pip |python |\.venv", line)
            )


SHOWN = {str(page.relative_to(ROOT)): list(steps_of(page)) for page in PAGES}
DONE = [page for page, steps in SHOWN.items() if page not in FOLLOWED and set(steps) - set(LEFT_OUT)]


class Reader:
    """Somebody who does what the pages say, in a folder with the files that they name."""

    def __init__(self, pipeline: Pipeline, folder: Path, stand_in: StandIn) -> None:
        self.pipeline = pipeline
        given = {name: value for name, value in pipeline.environment.items() if name.startswith("ENGAGE_")}
        self.environment = {
            **given,
            "ENGAGE_KEY_DIR": str(folder / "keys"),
            "ENGAGE_SHEET_DIR": str(folder / "sheets"),
            "ENGAGE_ORGANISERS_FILE": str(folder / "organisers.json"),
        }
        self.grafana = {"ENGAGE_GRAFANA_URL": stand_in.url, "ENGAGE_GRAFANA_TOKEN": TOKEN}
        self.letters: dict[str, str] = {}
        self.today = datetime.now(ZoneInfo("Europe/Helsinki")).date()

    def do(self, step: str) -> None:
        """Do a line or a statement; it must succeed."""
        if not step.startswith("engage "):
            self.pipeline.query(step)
            return
        if "discard" in step:
            self.letter(step)
        if PLACE.search(step):
            step = PLACE.sub(self.letter(step), step)
        if "dead-letters" in step:
            step = DAY.sub(lambda shown: str(date.fromisoformat(shown[0]) + (self.today - SHOWN_DAY)), step)
        step = step.replace(f"{SHOWN_DAY}T", f"{self.today - timedelta(days=1)}T")
        grafana = self.grafana if " publish" in step else {}
        done = CliRunner().invoke(
            engage.app,
            shlex.split(step)[1:],
            input="2100-0001\n",
            prog_name="engage",
            env={**self.environment, **grafana},
        )
        assert done.exit_code == 0, f"{step}\n{done.output}"

    def letter(self, step: str) -> str:
        """Give the place of a dead letter that is wrong as the step says."""
        kinds = {"--time": "ahead", "--set": "wrong", "--patch": "wrong", "discard": "rubbish"}
        kind = next((kind for option, kind in kinds.items() if option in step), "mended")
        if kind not in self.letters:
            self.letters[kind] = self.refused(kind)
        return self.letters[kind]

    def send(self, *values: bytes) -> None:
        """Send events, right or wrong, and wait until they are stored."""
        with Emitter(self.pipeline.settings.kafka_bootstrap) as emitter:
            for value in values:
                emitter.send_raw(Programme.YOUTH_CENTRE.topic, GATHERING.encode(), value)
        self.pipeline.wait_until_consumed()

    def refused(self, kind: str) -> str:
        """Send what is refused, and give the place where it stands; what is mended is right, as if by a new release."""
        told = event("youth-centre", "head-count", GATHERING, f"head-count-{kind}", {"people": "many"})
        if kind == "ahead":
            told |= {"time": yesterday().replace(year=yesterday().year + 1).isoformat(), "data": {"people": 3}}
        self.send(payload(told | ({"source": "tablet:test-1"} if kind == "rubbish" else {})))
        with self.pipeline.store() as store:
            ((topic, partition, offset),) = store.query(
                "SELECT topic, partition, offset FROM engagement.quarantine FINAL ORDER BY appended DESC LIMIT 1"
            )
            if kind == "mended":
                store.run_text(
                    "INSERT INTO engagement.quarantine SELECT * REPLACE "  # noqa: S608
                    "(replace(value, '\"many\"', '12') AS value, now64(3) AS quarantined) "
                    f"FROM engagement.quarantine FINAL WHERE topic = '{topic}' AND offset = {offset}"
                )
        return f"{topic}/{partition}/{offset}"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("blocks")
    samples = ROOT / "tests" / "producers" / "samples"
    for name in ("events", "places"):
        sample = json.loads((samples / f"linked_events_{name}.json").read_text(encoding="utf-8"))
        (folder / f"{name}.json").write_text(json.dumps({**sample, "data": sample["data"][:1]}))
    for suffix in ("csv", "toml"):
        shutil.copy(samples / "sheets" / f"library_visits.{suffix}", folder / f"visits.{suffix}")
    (folder / "events.jsonl").write_bytes(payload(plan(GATHERING, "kallio")) + b"\n")
    (folder / "fix.json").write_text('{"people": 34}')
    shutil.copytree(ROOT / "docs" / "contracts", folder / "docs" / "contracts")
    with StandIn() as stand_in, Pipeline(folder, engines) as pipeline, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        pipeline.start_worker("--quiet")
        reader = Reader(pipeline, folder, stand_in)
        reader.send(payload(plan(GATHERING, "kallio")), *(payload(check_in(GATHERING, number)) for number in range(12)))
        with pipeline.store() as store:
            publish_due(store)
        yield reader


@pytest.mark.parametrize("page", DONE)
def test_what_a_page_shows_can_be_done(reader: Reader, page: str) -> None:
    """Each line in the page's order ends with 0, each statement of SQL is answered."""
    for step in SHOWN[page]:
        if step not in LEFT_OUT:
            reader.do(step)


def test_what_needs_users_is_sql_that_clickhouse_reads(reader: Reader) -> None:
    """The statements that are left out are parsed."""
    for statement in (step for step in LEFT_OUT if step.startswith(("CREATE", "GRANT"))):
        reader.pipeline.query(f"EXPLAIN AST {statement}")


def test_what_is_left_out_is_still_shown() -> None:
    """Every exception is of use, the tests that follow a page name it, and no page escapes both."""
    shown = {step for page, steps in SHOWN.items() if page not in FOLLOWED for step in steps}
    assert set(LEFT_OUT) <= shown
    for page, test in FOLLOWED.items():
        assert Path(page).name in (ROOT / test).read_text(encoding="utf-8"), page
    named = {name for reason in LEFT_OUT.values() for name in re.findall(r"tests/[\w/]+(?:\.py)?", reason)}
    assert [name for name in named if not (ROOT / name).exists()] == []
