"""The image, built from the Dockerfile and run service by service under the restrictions of docker-compose.yml.

By podman in place of Docker: `make image-check`, as root, with Debian's packages buildah, podman, runc, catatonit and
mmdebstrap. Where the official Python image cannot be pulled, Debian 12's own Python stands for it.
"""

import json
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from embedded.kafka import Kafka
from embedded.ports import free_port
from tests.deployment.compose import ROOT, services
from tests.deployment.podman import TARGETS, Podman, missing_tools
from tests.pipeline import eventually

pytestmark = [pytest.mark.soak, pytest.mark.engines, pytest.mark.timeout(900)]

USERS = ROOT / "deploy" / "clickhouse" / "users.d" / "engage.xml"
EVENTS = 500


@pytest.fixture(scope="module")
def podman() -> Iterator[Podman]:
    """Podman with the image built; its layers stay in build/image, so that a second run takes seconds."""
    if missing := missing_tools():
        pytest.skip(f"the image cannot be built here: {missing}")
    made = Podman(ROOT / "build" / "image")
    try:
        made.build()
        yield made
    finally:
        made.remove_containers()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Both engines, ClickHouse with the users of deploy/, and what differs from docker-compose.yml: addresses alone."""
    folder = tmp_path_factory.mktemp("engines")
    passwords = {
        f"CLICKHOUSE_{user}_PASSWORD": f"made-up-{user.lower()}" for user in ("MIGRATE", "WORKER", "GATEWAY", "GRAFANA")
    }
    with (
        Kafka(folder / "kafka") as kafka,
        ClickHouse(folder / "clickhouse", files=ServerFiles(users=USERS), environment=passwords) as clickhouse,
    ):
        yield {
            **passwords,
            "ENGAGE_KAFKA_BOOTSTRAP": kafka.bootstrap,
            "ENGAGE_CLICKHOUSE_URL": clickhouse.url,
            "ENGAGE_METRICS_PORT": str(free_port()),
            "ENGAGE_GATEWAY_PORT": str(free_port()),
        }


def answer_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  of this machine
            return int(answer.status)
    except OSError:
        return 0


def test_every_service_does_its_work_under_composes_restrictions(podman: Podman, environment: dict[str, str]) -> None:
    """Topics and tables are made, what the gateway takes is stored, books balance, doctor finds no fault, all stop."""
    migrated = podman.run("migrate", environment)
    assert migrated.returncode == 0, migrated.stderr
    with podman.running("worker", environment) as worker, podman.running("gateway", environment) as gateway:
        live = f"http://127.0.0.1:{environment['ENGAGE_METRICS_PORT']}/ready"
        eventually(lambda: answer_of(live), lambda status: status == 200, seconds=120, what=live)
        door = f"http://127.0.0.1:{environment['ENGAGE_GATEWAY_PORT']}"
        eventually(lambda: answer_of(f"{door}/health/live"), lambda status: status == 200, seconds=120, what=door)
        scope = ("-p", "youth-centre", "--gathering", "youth-centre:*", "--source", "tablet:*")
        made = gateway.execute("organisers", "create", "Kallio", *scope, "--json")
        assert made.returncode == 0, made.stderr
        key = json.loads(made.stdout)["key"]
        sample = json.loads((ROOT / "schemas" / "samples" / "youth-centre.check-in.json").read_text(encoding="utf-8"))
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        events = [{**sample, "id": f"image-{one}", "time": now, "recordedtime": now} for one in range(EVENTS)]
        for first in range(0, EVENTS, 100):
            body = json.dumps(events[first : first + 100]).encode()
            request = urllib.request.Request(  # noqa: S310  of this machine
                f"{door}/v1/events",
                data=body,
                headers={"authorization": f"Bearer {key}", "content-type": "application/cloudevents-batch+json"},
            )
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  of this machine
                assert json.load(answer)["accepted"] == 100

        def books() -> dict[str, object]:
            told = podman.run("worker", environment, "books", "--json")
            assert told.stdout, told.stderr
            found: dict[str, object] = json.loads(told.stdout)
            return found

        eventually(books, lambda found: found["consumed"] == EVENTS, seconds=120, every=1)
        assert books()["balanced"]
        examined = podman.run("worker", environment, "doctor", "--json")
        assert examined.stdout, examined.stderr
        findings = json.loads(examined.stdout)
        assert [one for one in findings if not one["healthy"]] == []
        assert examined.returncode == 0
        (keys,) = (one for one in findings if one["subject"] == "keys")
        assert not keys["looked_at"]
        assert gateway.stop() == 0, gateway.logs()
        assert worker.stop() == 0, worker.logs()


@pytest.mark.parametrize("command", ["up", "demo", "simulate"])
def test_what_runs_on_a_persons_machine_says_so_in_one_line(podman: Podman, command: str) -> None:
    """No engines, no simulator, no traceback; what to install."""
    ended = podman.run("worker", {}, command)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert "pip install" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_it_runs_as_a_user_of_a_group_of_its_own_without_a_home(podman: Podman) -> None:
    """10001 of group 10001, both by the name engage."""
    told = podman.run("worker", {}, entrypoint=["id"])
    assert told.stdout.split()[:2] == ["uid=10001(engage)", "gid=10001(engage)"], told.stderr
    there = podman.run("worker", {}, entrypoint=["python", "-c", "import pathlib; print(pathlib.Path.home().exists())"])
    assert there.stdout.strip() == "False", there.stderr


def test_it_holds_what_a_server_needs_and_no_more(podman: Podman) -> None:
    """Every command answers --help; the engines, the simulator and the tests are not inside.

    A worker's image has no library of pages, sheets and boards either.
    """
    look = "from importlib.util import find_spec as f; print([n for n in {!r} if f(n)])"
    unneeded = [
        "embedded.kafka",
        "embedded.clickhouse",
        "embedded.demo",
        "producers.simulator",
        "tests",
        "pip",
        "pandas",
    ]
    foreign = ["fpdf", "segno", "starlette", "uvicorn", "openpyxl", "babel", "grafana_api", "grafana_foundation_sdk"]
    for service, absent in (("worker", [*unneeded, *foreign]), ("gateway", unneeded)):
        found = podman.run(service, {}, entrypoint=["python", "-c", look.format(absent)])
        assert found.stdout.strip() == "[]", found.stderr
    found = podman.run("gateway", {}, entrypoint=["python", "-c", look.format(foreign)])
    assert found.stdout.strip() == str(foreign), found.stderr
    for name, told in services().items():
        if "build" in told:
            helped = podman.run(name, {}, *told["command"], "--help")
            assert helped.returncode == 0, helped.stderr
    for target in TARGETS:
        whole, base = podman.size(target), podman.base_size()
        sys.stdout.write(f"\nimage {target}: {whole >> 20} MiB, {base >> 20} of them {podman.base}\n")
