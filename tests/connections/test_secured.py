"""TLS and users end to end: real Kafka with certificates made here, ClickHouse behind TLS, and what does not fit."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType
from typer.testing import CliRunner

from docs.generate.access import RIGHTS
from embedded.clickhouse import ClickHouse
from embedded.kafka import Kafka
from embedded.kafka_security import SecuredListener
from engage import app
from producers.emitter import Emitter
from producers.errors import BrokerRefusedError
from schemas.envelope import STRUCTURED_HEADERS
from streams.books import balance
from streams.errors import KafkaRefusedError
from streams.kafka_admin import kafka_admin
from streams.settings import StreamSettings
from streams.store import Store
from tests.connections.certificates import Certificates, make_certificates, tls_in_front_of
from tests.pipeline import engage, engage_here, eventually
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.shared_engines import SharedEngines
from tests.streams.repair.happenings import event

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]

USERS = ("engage-migrate", "engage-producer", "engage-worker", "engage-repair")
PASSWORD = "hush-hush-{}"
GATHERING = "youth-centre:kallio:secured"
TOPIC = "engagement.youth-centre.v1"


@dataclass(frozen=True, slots=True)
class Secured:
    """Where the services are, and how each user gets there."""

    folder: Path
    kafka: Kafka
    listener: SecuredListener
    clickhouse: ClickHouse
    tls_port: int
    certificates: Certificates

    def environment(self, user: str, **changes: str) -> dict[str, str]:
        password = self.folder / f"{user}.password"
        password.write_text(PASSWORD.format(user) + "\n")
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")},
            "ENGAGE_KAFKA_BOOTSTRAP": self.listener.bootstrap,
            "ENGAGE_KAFKA_SECURITY": "SASL_SSL",
            "ENGAGE_KAFKA_CA_FILE": str(self.certificates.authority),
            "ENGAGE_KAFKA_USER": user,
            "ENGAGE_KAFKA_PASSWORD_FILE": str(password),
            "ENGAGE_CLICKHOUSE_URL": f"https://localhost:{self.tls_port}",
            "ENGAGE_CLICKHOUSE_CA_FILE": str(self.certificates.authority),
            "ENGAGE_KEY_DIR": str(self.folder / "keys"),
            "ENGAGE_KAFKA_TIMEOUT": "5",
            **changes,
        }

    def settings(self, monkeypatch: pytest.MonkeyPatch, user: str) -> StreamSettings:
        for name, value in self.environment(user).items():
            monkeypatch.setenv(name, value)
        return StreamSettings()


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    certificates = make_certificates(folder)
    passwords = {user: PASSWORD.format(user) for user in (*USERS, "admin")}
    listener = SecuredListener(certificates.server, passwords, administrators=("admin",))
    with ExitStack() as opened:
        kafka = opened.enter_context(Kafka(folder / "kafka", secured=listener))
        clickhouse = engines.clickhouse
        opened.enter_context(engines.taken("connections that are secured", clickhouse))
        with Store(StreamSettings(clickhouse_url=clickhouse.url)) as store:
            engines.restore_tables(store)
        tls_port = opened.enter_context(tls_in_front_of(clickhouse.port, certificates.server))
        grant(kafka.bootstrap)
        running = Secured(folder, kafka, listener, clickhouse, tls_port, certificates)
        migrated = engage_here(running.environment("engage-migrate"), "migrate")
        assert migrated.returncode == 0, migrated.stderr
        yield running


@pytest.fixture(scope="module")
def worker_log(secured: Secured) -> Iterator[Path]:
    """A worker under its own user, which ends in order after the last test; gives its log."""
    log = secured.folder / "worker.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "engage", "worker"], env=secured.environment("engage-worker"), stderr=output
        )
    try:
        yield log
    finally:
        worker.terminate()
        assert worker.wait(60) == 0, log.read_text()


def grant(bootstrap: str) -> None:
    """Give each user the rights of the page, and no others."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    kinds = {"topic": ResourceType.TOPIC, "group": ResourceType.GROUP}
    names = {"Read": "READ", "Write": "WRITE", "Create": "CREATE", "Alter": "ALTER", "Describe": "DESCRIBE"}
    admin.create_acls(
        [
            ACL(
                principal=f"User:{right.user}",
                host="*",
                operation=ACLOperation[names.get(operation, "DESCRIBE_CONFIGS")],
                permission_type=ACLPermissionType.ALLOW,
                resource_pattern=ResourcePattern(kinds[right.kind], right.name),
            )
            for right in RIGHTS
            for operation in right.operations
        ]
    )
    admin.close()


def emit(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return engage_here(environment, "emit", "check-in", "-p", "youth-centre", "-g", GATHERING)


def test_an_event_goes_by_tls_from_the_command_to_its_roll_up(
    secured: Secured, worker_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process is a user of its own with the rights of the page; books balance, the dead letter is published."""
    producer = secured.environment("engage-producer")
    for _ in range(3):
        sent = emit(producer)
        assert sent.returncode == 0, sent.stderr
    settings = secured.settings(monkeypatch, "engage-producer")
    with Emitter(settings.kafka_bootstrap, connection=settings.kafka_connection) as emitter:
        emitter.send_raw(TOPIC, b"key", b"broken", STRUCTURED_HEADERS)
    settings = secured.settings(monkeypatch, "engage-worker")
    with Store(settings) as store:
        books = eventually(lambda: balance(settings, store), lambda books: books.consumed == 4)
        rows = store.query("SELECT visits FROM engagement.participation FINAL")
        assert (books.balanced, books.accepted, list(rows)) == (True, 3, [(3,)])
    shown = engage_here(secured.environment("engage-worker"), "books", "--json")
    assert (shown.returncode, json.loads(shown.stdout)["outcomes"]) == (0, {"accepted": 3, "dead-letter:malformed": 1})
    assert "hush-hush" not in worker_log.read_text() + shown.stdout + shown.stderr


MAPPING = """
programme = "regional-event"
source = "sheet:secured"
layout = "wide"
columns = { venue = "Library" }
period = { unit = "month" }
venues = { prefix = "library:" }
"""


@pytest.mark.usefixtures("worker_log")
def test_the_import_of_a_sheet_asks_clickhouse_by_tls_with_its_own_user(secured: Secured, tmp_path: Path) -> None:
    """On another port than 8443, with the authority's file: what is stored is known, though no journal is there."""
    sheet, mapping = tmp_path / "sheet.csv", tmp_path / "mapping.toml"
    sheet.write_text("Library,2023-1,2023-2\nCity,10,20\n")
    mapping.write_text(MAPPING)
    environment = secured.environment("engage-producer", ENGAGE_SHEET_DIR=str(tmp_path / "first"))
    arguments = ("import", "sheet", str(sheet), "--mapping", str(mapping), "--json")
    first = engage_here(environment, *arguments)
    assert (first.returncode, json.loads(first.stdout)["new"]) == (0, 2), first.stderr
    worker = StreamSettings(clickhouse_url=secured.clickhouse.url)
    with Store(worker) as store:
        stored = "SELECT count() FROM engagement.period_counts FINAL WHERE source = 'sheet:secured'"
        eventually(lambda: store.query(stored), lambda rows: list(rows) == [(2,)])
    again = engage_here(environment | {"ENGAGE_SHEET_DIR": str(tmp_path / "second")}, *arguments)
    assert (again.returncode, json.loads(again.stdout)["unchanged"]) == (0, 2), again.stderr
    stranger = {
        "ENGAGE_SHEET_DIR": str(tmp_path / "third"),
        "ENGAGE_CLICKHOUSE_CA_FILE": str(secured.certificates.stranger),
    }
    refused = engage_here(environment | stranger, *arguments)
    assert (refused.returncode, "set ENGAGE_CLICKHOUSE_CA_FILE" in refused.stderr) == (3, True), refused.stderr


MISFITS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "another authority": ({"ENGAGE_KAFKA_CA_FILE": "{stranger}"}, "set ENGAGE_KAFKA_CA_FILE to the authority"),
    "wrong password": (
        {"ENGAGE_KAFKA_PASSWORD_FILE": "", "ENGAGE_KAFKA_PASSWORD": "guessed"},
        "look at ENGAGE_KAFKA_USER, and ENGAGE_KAFKA_PASSWORD or ENGAGE_KAFKA_PASSWORD_FILE",
    ),
    "wrong password by PLAIN": (
        {"ENGAGE_KAFKA_PASSWORD_FILE": "", "ENGAGE_KAFKA_PASSWORD": "guessed", "ENGAGE_KAFKA_MECHANISM": "PLAIN"},
        "refuses the user 'engage-",
    ),
    "unknown mechanism": (
        {"ENGAGE_KAFKA_MECHANISM": "SCRAM-SHA-256"},
        "set ENGAGE_KAFKA_MECHANISM to one of these: SCRAM-SHA-512, PLAIN",
    ),
    "plain text against TLS": (
        {"ENGAGE_KAFKA_SECURITY": "PLAINTEXT", "ENGAGE_KAFKA_USER": ""},
        "set ENGAGE_KAFKA_SECURITY to SSL or SASL_SSL",
    ),
    "no user where one is wanted": (
        {"ENGAGE_KAFKA_SECURITY": "SSL", "ENGAGE_KAFKA_USER": ""},
        "wants a user; set ENGAGE_KAFKA_SECURITY=SASL_SSL",
    ),
    "TLS against plain text": ({"ENGAGE_KAFKA_BOOTSTRAP": "{plain}"}, "does not speak TLS"),
    "an authority that is no certificate": (
        {"ENGAGE_KAFKA_CA_FILE": "{nonsense}"},
        "name a file of PEM certificates",
    ),
}


def changed(secured: Secured, user: str, changes: Mapping[str, str]) -> dict[str, str]:
    nonsense = secured.folder / "nonsense.pem"
    nonsense.write_text("no certificate")
    places = {
        "stranger": str(secured.certificates.stranger),
        "plain": secured.kafka.bootstrap,
        "nonsense": str(nonsense),
        "tls_port": str(secured.tls_port),
        "http_port": str(secured.clickhouse.port),
    }
    found = secured.environment(user, **{name: value.format(**places) for name, value in changes.items()})
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("misfit", MISFITS)
def test_a_connection_that_does_not_fit_is_a_clear_error(
    secured: Secured, misfit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names what is amiss and the setting, and shows no password; the producers say the same as the stream."""
    changes, said = MISFITS[misfit]
    for name in secured.environment("engage-worker"):
        if name.startswith("ENGAGE_"):
            monkeypatch.delenv(name, raising=False)
    for name, value in changed(secured, "engage-worker", changes).items():
        monkeypatch.setenv(name, value)
    settings = StreamSettings()
    with pytest.raises(KafkaRefusedError) as streams, kafka_admin(settings):
        pass
    with (
        pytest.raises(BrokerRefusedError) as producers,
        Emitter(settings.kafka_bootstrap, connection=settings.kafka_connection),
    ):
        pass
    for shown in (str(streams.value), str(producers.value)):
        assert said in shown
        assert "guessed" not in shown
        assert "hush-hush" not in shown


@pytest.fixture(params=["another authority", "wrong password", "plain text against TLS"])
def misfit(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_command_whose_connection_does_not_fit_says_so_and_ends(secured: Secured, misfit: str) -> None:
    """With exit code 1 and the setting's name."""
    changes, said = MISFITS[misfit]
    done = emit(changed(secured, "engage-producer", changes))
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
    assert "guessed" not in done.stderr


@pytest.mark.parametrize(
    ("changes", "said", "code"),
    [
        (*MISFITS["wrong password"], 1),
        ({"ENGAGE_CLICKHOUSE_CA_FILE": "{stranger}"}, "set ENGAGE_CLICKHOUSE_CA_FILE to the authority", 3),
    ],
    ids=["Kafka", "ClickHouse"],
)
def test_a_worker_whose_connection_does_not_fit_says_so_and_ends(
    secured: Secured, changes: Mapping[str, str], said: str, code: int
) -> None:
    """Its process too, with what the connection said; what each misfit says is asked of the connection itself."""
    done = engage(changed(secured, "engage-worker", changes), "worker")
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert "guessed" not in done.stderr


def test_the_doctor_names_a_connection_that_does_not_fit(secured: Secured, misfit: str) -> None:
    """As the finding on Kafka; what needs Kafka is not looked at, and exit code 1."""
    changes, said = MISFITS[misfit]
    environment = changed(secured, "engage-worker", changes)
    done = CliRunner().invoke(app, ["doctor", "--json"], env=environment, prog_name="engage")
    found = {finding["subject"]: finding for finding in json.loads(done.stdout)}
    assert (done.exit_code, said in found["Kafka"]["state"]) == (1, True), done.output
    assert "not looked at" in found["backlog"]["state"]
    assert found["ClickHouse"]["healthy"]
    assert "guessed" not in done.output


def test_a_gateway_whose_connection_does_not_fit_says_so_and_is_not_ready(
    secured: Secured, misfit: str, tmp_path: Path
) -> None:
    """Its log names the setting as soon as it runs, once; who asks over HTTP learns no more than that Kafka refuses."""
    changes, said = MISFITS[misfit]
    gateway = GatewayProcess(tmp_path, changed(secured, "engage-producer", changes))
    gateway.start()
    try:
        eventually(gateway.log.read_text, lambda text: "kafka.refused" in text)
        ready = eventually(lambda: gateway.get("/health/ready"), lambda answer: answer.status == 503)
        assert ready.content["trouble"] == "Kafka refuses the gateway, whose log says why"
    finally:
        assert gateway.stop() == 0
    logged = gateway.log.read_text()
    assert said in logged
    assert logged.count("kafka.refused") == 1
    assert "guessed" not in logged
    assert "Traceback" not in logged


STORE_MISFITS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "another authority": (
        {"ENGAGE_CLICKHOUSE_CA_FILE": "{stranger}"},
        "set ENGAGE_CLICKHOUSE_CA_FILE to the authority",
    ),
    "TLS against plain text": ({"ENGAGE_CLICKHOUSE_URL": "https://localhost:{http_port}"}, "write http:// into"),
    "plain text against TLS": ({"ENGAGE_CLICKHOUSE_URL": "http://localhost:{tls_port}"}, "write https:// into"),
    "an authority that is no certificate": ({"ENGAGE_CLICKHOUSE_CA_FILE": "{nonsense}"}, "name a file of PEM"),
}


@pytest.mark.parametrize("misfit", STORE_MISFITS)
def test_a_connection_to_clickhouse_that_does_not_fit_is_a_clear_error(secured: Secured, misfit: str) -> None:
    """It names the setting; a command that stores does not begin."""
    changes, said = STORE_MISFITS[misfit]
    done = engage_here(changed(secured, "engage-worker", changes), "books")
    assert (done.returncode in {1, 3}, said in done.stderr) == (True, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("worker_log")
def test_who_repairs_can_read_and_send_again(secured: Secured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead letter is replayed with what was wrong set right, and Kafka is read again, by a user for that."""
    settings = secured.settings(monkeypatch, "engage-producer")
    wrong = event("youth-centre", "head-count", GATHERING, "count-1", {"people": "many"})
    with Emitter(settings.kafka_bootstrap, connection=settings.kafka_connection) as emitter:
        emitter.send_raw(TOPIC, GATHERING.encode(), json.dumps(wrong).encode(), STRUCTURED_HEADERS)
    settings = secured.settings(monkeypatch, "engage-repair")
    with Store(settings) as store:
        letters = "SELECT topic, partition, offset FROM engagement.quarantine FINAL WHERE reason = 'wrong-data'"
        ((topic, partition, offset),) = eventually(lambda: store.query(letters), bool)
        place = f"{topic}/{partition}/{offset}"
        replayed = CliRunner().invoke(app, ["dead-letters", "replay", place, "--set", "people=34"])
        assert replayed.exit_code == 0, replayed.output
        peak = "SELECT peak_head_count FROM engagement.participation FINAL"
        eventually(lambda: store.query(peak), lambda rows: list(rows) == [(34,)])
        eventually(lambda: balance(settings, store).waiting, lambda waiting: not waiting)
    read = CliRunner().invoke(app, ["backfill", "--from-offsets", place, "--dry-run"])
    assert read.exit_code == 0, read.output
    assert "hush-hush" not in replayed.output + read.output


def test_a_user_can_do_no_more_than_the_page_says(secured: Secured) -> None:
    """The producers' user cannot read the topics, nor the worker's write them."""
    reading = engage_here(secured.environment("engage-producer"), "books")
    assert reading.returncode == 1
    assert "does not let engage-producer do that" in reading.stderr
    writing = emit(secured.environment("engage-worker"))
    assert writing.returncode == 1
    assert "refuses" in writing.stderr


def test_who_migrates_may_add_partitions(secured: Secured) -> None:
    """The right Alter on topics is what that takes."""
    grown = engage_here(secured.environment("engage-migrate", ENGAGE_PARTITIONS="5"), "migrate")
    assert grown.returncode == 0, grown.stderr
    assert "grown to 5 partitions" in grown.stdout
