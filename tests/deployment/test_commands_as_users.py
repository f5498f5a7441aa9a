"""Every command runs as the user that the docs name for it, on a server with deploy's users."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from docs.generate.rights import USERS
from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from embedded.kafka import Kafka
from producers.emitter import Emitter
from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.parameters import PageStart
from producers.gateway.recent_events import RecentEvents
from producers.gateway.settings import GatewaySettings
from producers.sheets.settings import SheetSettings
from producers.sheets.stored_counts import stored_counts
from schemas.programmes import Programme
from streams.migrations import migrate
from streams.store import Store
from tests.deployment.server import PASSWORDS, USERS_FILE, variable_of
from tests.pipeline import Pipeline, engage_here, eventually
from tests.shared_engines import UNCOMPILED, SharedEngines
from tests.streams.repair.happenings import check_in, payload

pytestmark = [pytest.mark.engines, pytest.mark.timeout(600)]

PROGRAMME = Programme.YOUTH_CENTRE
WRONG = {"data": {"direction": "sideways"}}


class DeployedEngines(SharedEngines):
    """The shared broker, and a ClickHouse server with deploy's users on which `default` can do nothing."""

    def __init__(self, folder: Path, broker: Kafka) -> None:
        super().__init__(folder)
        self._broker = broker

    @cached_property
    def kafka(self) -> Kafka:
        """The shared one."""
        return self._broker

    @cached_property
    def clickhouse(self) -> ClickHouse:
        """The server, with nothing in it."""
        environment = {variable_of(user): password for user, password in PASSWORDS.items()}
        files = ServerFiles(users=USERS_FILE, settings=UNCOMPILED)
        return self._stack.enter_context(ClickHouse(self._folder / "ch", files=files, environment=environment))

    def restore_tables(self, store: Store) -> None:
        """Make them: `engage migrate` did so before."""
        migrate(store)


class Deployed(Pipeline):
    """A pipeline of which each process logs in as a user of its own."""

    def as_user(self, user: str, *arguments: str) -> tuple[int, str]:
        """Run a command to its end; return its exit code and all that it said."""
        done = engage_here(self.environment_of(user), *arguments)
        return done.returncode, done.stdout + done.stderr

    def environment_of(self, user: str) -> dict[str, str]:
        """What a command needs to log in as a user."""
        login = {"ENGAGE_CLICKHOUSE_USER": user, "ENGAGE_CLICKHOUSE_PASSWORD": PASSWORDS[user]}
        return {**self.environment, **login}


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Deployed]:
    """With a worker that runs as `engage_worker`, three check-ins of a person and one that is refused."""
    folder = tmp_path_factory.mktemp("deployed")
    with (
        engines.taken("commands as users", engines.kafka),
        DeployedEngines(folder, engines.kafka) as own,
        Deployed(
            folder, own, clickhouse_user="engage_migrate", clickhouse_password=PASSWORDS["engage_migrate"]
        ) as pipeline,
    ):
        with (folder / "worker.log").open("wb") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "engage", "worker"], env=pipeline.environment_of("engage_worker"), stderr=log
            )
        pipeline.workers.append(worker)
        with Emitter(pipeline.settings.kafka_bootstrap) as emitter:
            for number in range(3):
                event = check_in("g", number)
                emitter.send_raw(PROGRAMME.topic, b"g", payload(event))
            for number in (7, 8):
                emitter.send_raw(PROGRAMME.topic, b"g", payload({**check_in("g", number), **WRONG}))
        _, books = eventually(
            lambda: ((folder / "worker.log").read_text()[-1500:], pipeline.books()),
            lambda found: not found[1].waiting and found[1].consumed == 5,
            seconds=120,
            what="the worker's log, and the books",
        )
        assert books.balanced
        yield pipeline


def refused(said: str) -> bool:
    """Whether ClickHouse refused something for want of a right."""
    return "Not enough privileges" in said or "ACCESS_DENIED" in said or "readonly mode" in said


@pytest.mark.parametrize(
    ("user", "command"),
    [
        ("engage_migrate", "migrate"),
        ("engage_worker", "books"),
        ("engage_repair", "dead-letters list"),
        ("engage_repair", "dead-letters show {place}"),
        ("engage_repair", "dead-letters replay {place} --set direction=entry --dry-run"),
        ("engage_repair", "dead-letters replay {place} --set direction=entry"),
        ("engage_repair", "dead-letters discard --reason wrong-data --why asked"),
        ("engage_repair", "backfill --from-beginning --dry-run"),
        ("engage_repair", "backfill --from-beginning"),
        ("engage_migrate", "erase -p youth-centre --pseudonym 00000000000000000000000000000002 --dry-run"),
        ("engage_migrate", "erase -p youth-centre --pseudonym 00000000000000000000000000000002 --yes"),
        ("grafana_reader", "dashboards check --board pipeline-health --language en"),
    ],
)
def test_a_command_runs_as_its_user(deployed: Deployed, user: str, command: str) -> None:
    """It ends with 0, and ClickHouse refused nothing."""
    assert f"`engage {' '.join(command.split()[: 2 if 'dashboards' in command else 1])}`" in USERS[user]
    if "{place}" in command:
        code, said = deployed.as_user(user, "dead-letters", "list", "--json")
        command = command.format(place=json.loads(said)["letters"][0]["place"])
    code, said = deployed.as_user(user, *command.split())
    assert code == 0, said
    assert not refused(said), said


def test_a_roll_up_is_rebuilt_and_put_in_place(deployed: Deployed) -> None:
    """On a dry run and in earnest, as `engage_repair`, after a row was damaged."""
    with Store(deployed.settings) as store:
        before = store.query("SELECT visits FROM engagement.participation FINAL")
        store.run_text("TRUNCATE TABLE engagement.participation")
    code, said = deployed.as_user("engage_repair", "rebuild", "--dry-run")
    assert code in {0, 1}, said
    assert not refused(said), said
    code, said = deployed.as_user("engage_repair", "rebuild")
    assert code == 0, said
    with Store(deployed.settings) as store:
        assert store.query("SELECT visits FROM engagement.participation FINAL") == before
        assert store.query("SELECT name FROM system.databases WHERE name LIKE '%scratch%'") == []


def test_doctor_sees_everything_of_clickhouse(deployed: Deployed) -> None:
    """As `engage_worker`: each check has its answer, whatever it is."""
    _, said = deployed.as_user("engage_worker", "doctor", "--json")
    assert not refused(said), said
    subjects = {finding["subject"] for finding in json.loads(said[said.index("[") : said.rindex("]") + 1])}
    assert {"ClickHouse", "disk", "tables", "retention", "clock of ClickHouse", "books"} <= subjects


def test_a_sheet_finds_what_is_stored_of_it(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """`engage import sheet` reads facts as `engage_worker`."""
    logged_in(deployed, monkeypatch, "engage_worker")
    assert stored_counts(SheetSettings(), PROGRAMME, "sheet:none") == {}


def test_the_gateway_reads_what_it_shows(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its statements, as `engage_gateway`."""
    logged_in(deployed, monkeypatch, "engage_gateway")
    scope = {"whole": ["g"], "beginnings": [], "programmes": [PROGRAMME.value], "day": datetime.now(UTC).date()}
    asked: dict[str, dict[str, Any]] = {
        "gathering": {"programme": PROGRAMME.value, "gathering": "g"},
        "numbers": {"programme": PROGRAMME.value, "gathering": "g", **RecentEvents().parameters("youth-centre", "g")},
        "gatherings": {
            **scope,
            **{f"after_{name}": value for name, value in asdict(PageStart(0, -1, "", "")).items()},
            "limit": 10,
        },
        "rejections": {
            **scope,
            "topics": [PROGRAMME.topic],
            "sources": ["tablet:test"],
            "source_beginnings": [],
            "since": "2000-01-01 00:00:00",
            "most": 10,
        },
    }
    with ClickHouseReader(GatewaySettings()) as reader:
        found = {name: asyncio.run(reader.rows(name, parameters)) for name, parameters in asked.items()}
    assert len(found["gathering"]) == 1
    assert len(found["numbers"]) == 1


def logged_in(deployed: Deployed, monkeypatch: pytest.MonkeyPatch, user: str) -> None:
    for name, value in deployed.environment_of(user).items():
        if name.startswith("ENGAGE_") and os.environ.get(name) != value:
            monkeypatch.setenv(name, value)
