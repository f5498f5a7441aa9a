"""docker-compose.yml: the compose specification, our own commands and settings, and what is open to whom."""

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import jsonschema_rs
import pytest
import typer

import engage
from docs.generate.settings import settings_classes, variables
from tests.deployment.compose import ROOT, compose, interpolated, required, services

OURS = sorted(name for name, service in services().items() if "build" in service)
ENGINES = sorted(set(services()) - set(OURS))
ONE_SHOT = {"migrate", "publish", "repair"}
BY_HAND = {"repair"}
UNWATCHED = {"release"}
"""It serves nothing; `engage doctor` says where a release is overdue."""
SECRETS = {name: f"made-up-{name.lower()}" for name in required()}


def test_it_is_valid_by_the_compose_specification() -> None:
    """The JSON Schema of compose-spec, as check-jsonschema ships it."""
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    validator = jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(compose())] == []


def test_the_schema_would_find_a_fault() -> None:
    """It is not one that takes everything."""
    schema = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    validator = jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8")))
    assert not validator.is_valid({"services": {"kafka": {"image": "x", "heathcheck": {}}}})
    assert not validator.is_valid({"services": {"kafka": {"image": "x", "depends_on": {"y": {"condition": "well"}}}}})


def read_by_compose(file: Path, secrets: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("docker-compose")), "--env-file", str(secrets), "--file", str(file)]
    return subprocess.run(
        [*command, "--profile", "*", "config", "--format", "json"], capture_output=True, text=True, check=False
    )


def test_docker_compose_reads_it_as_we_do(tmp_path: Path) -> None:
    """Docker's own program, without an engine: what each service of ours runs and is told is what these tests judge."""
    secrets = tmp_path / "made-up.env"
    secrets.write_text("".join(f"{name}={value}\n" for name, value in SECRETS.items()))
    ended = read_by_compose(ROOT / "docker-compose.yml", secrets)
    assert ended.returncode == 0, ended.stderr
    read = json.loads(ended.stdout)["services"]
    assert set(read) == set(services())
    for name in OURS:
        assert read[name]["command"] == services()[name]["command"]
        told = services()[name]["environment"]
        assert read[name]["environment"] == {key: interpolated(value, SECRETS) for key, value in told.items()}


def test_docker_compose_refuses_it_without_secrets_and_with_a_fault(tmp_path: Path) -> None:
    """It names the variable, or the key that it does not know."""
    (tmp_path / "none.env").touch()
    ended = read_by_compose(ROOT / "docker-compose.yml", tmp_path / "none.env")
    assert ended.returncode != 0
    assert any(name in ended.stderr for name in required())
    (tmp_path / "wrong.yml").write_text("services: {kafka: {image: x, heathcheck: {}}}\n")
    ended = read_by_compose(tmp_path / "wrong.yml", tmp_path / "none.env")
    assert ended.returncode != 0
    assert "heathcheck" in ended.stderr


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_of_engages(name: str) -> None:
    """It is found, and its options are taken."""
    found: Any = typer.main.get_command(engage.app)
    words = list(services()[name]["command"])
    path: list[str] = []
    while hasattr(found, "commands"):
        path.append(words.pop(0))
        found = found.commands[path[-1]]
    found.make_context(" ".join(path), words, parent=click.Context(found, info_name="engage"))


@pytest.mark.parametrize("name", OURS)
def test_every_setting_is_one_that_is_read_and_fits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each ENGAGE_ name is known, and all settings classes take what the container gets."""
    environment = {
        key: interpolated(value, SECRETS)
        for key, value in services()[name]["environment"].items()
        if key.startswith("ENGAGE_")
    }
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    environment |= dict(re.findall(r"(ENGAGE_[A-Z_]+)=(\S+)", image))
    assert environment
    assert set(environment) <= set(variables(mounted=False))
    for key in [key for key in os.environ if key.startswith("ENGAGE_")]:
        monkeypatch.delenv(key)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    for kind in settings_classes(mounted=False):
        kind()


@pytest.mark.parametrize("name", ENGINES)
def test_images_are_pinned_to_a_whole_version(name: str) -> None:
    """No `latest`, no branch."""
    assert re.fullmatch(r"[a-z/-]+:\d+\.\d+\.\d+(\.\d+)?", services()[name]["image"])


def test_the_plugin_is_pinned_to_what_the_dashboards_are_made_for() -> None:
    """Installed before Grafana starts, and not brought up to date by itself."""
    environment = services()["grafana"]["environment"]
    assert environment["GF_PLUGINS_PREINSTALL_SYNC"] == "grafana-clickhouse-datasource@4.20.0"
    assert environment["GF_PLUGINS_PREINSTALL_AUTO_UPDATE"] == "false"


def test_nothing_but_grafana_and_the_gateway_can_be_reached() -> None:
    """Only these publish ports, of this machine alone unless asked; the others are in a network that leads nowhere."""
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert set(published) == {"grafana", "gateway"}
    assert [interpolated(port, {}) for ports in published.values() for port in ports] == [
        "127.0.0.1:8080:8080",
        "127.0.0.1:3000:3000",
    ]
    assert compose()["networks"]["inside"] == {"internal": True}
    for name, service in services().items():
        assert service["networks"] == (["inside", "outside"] if name in published else ["inside"])
        assert "network_mode" not in service


@pytest.mark.parametrize("name", services())
def test_a_service_is_confined(name: str) -> None:
    """Read-only, without capabilities or new privileges, within limits, and no socket of Docker's."""
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit"} <= set(service)
    assert not any("docker.sock" in volume for volume in service.get("volumes", ()))


@pytest.mark.parametrize("name", services())
def test_a_service_that_runs_is_watched_and_one_that_ends_is_not(name: str) -> None:
    """Long-lived ones have a health check and start again; one-shot ones are tried a few times."""
    service = services()[name]
    assert ("healthcheck" in service) is (name not in ONE_SHOT | UNWATCHED)
    again = {**dict.fromkeys(ONE_SHOT, "on-failure:5"), **dict.fromkeys(BY_HAND, "no")}
    assert service["restart"] == again.get(name, "unless-stopped")
    assert ("profiles" in service) is (name in BY_HAND), "`docker compose up` starts what has no profile"


def test_each_waits_for_what_it_needs() -> None:
    """Engines are healthy before tables are made, tables are made before anything reads or writes them."""
    waits = {name: service.get("depends_on", {}) for name, service in services().items()}
    for waited in waits.values():
        for name, how in waited.items():
            wanted = "service_completed_successfully" if name in ONE_SHOT else "service_healthy"
            assert how == {"condition": wanted}
    assert set(waits["migrate"]) == {"kafka", "clickhouse"}
    assert set(waits["publish"]) == {"grafana", "migrate"}
    assert set(waits["worker"]) == set(waits["gateway"]) == set(waits["repair"]) == {"migrate"}


def test_volumes_and_files_that_are_mounted_are_there() -> None:
    """Named volumes are declared and used; a file of ours exists, and is read only."""
    used = set()
    for service in services().values():
        for volume in service.get("volumes", ()):
            source, target, *how = volume.split(":")
            assert target.startswith("/")
            if source.startswith("./"):
                assert (ROOT / source).exists(), source
                assert how == ["ro"]
            else:
                used.add(source)
    assert used == set(compose()["volumes"])


def test_no_secret_stands_in_the_file() -> None:
    """What is called password, secret or token comes from .env, without a default."""
    for service in services().values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|TOKEN", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?run make secrets\}", str(value)), name


def test_users_and_passwords_belong_together() -> None:
    """A service logs in with the password that ClickHouse gives that user, or Grafana its administrator."""
    users = (ROOT / "deploy" / "clickhouse" / "users.d" / "engage.xml").read_text(encoding="utf-8")
    given = dict(re.findall(r"<(\w+)>\s*<password from_env=\"(\w+)\"/>", users))
    for name in ("migrate", "worker", "repair", "gateway"):
        environment = services()[name]["environment"]
        assert f"${{{given[environment['ENGAGE_CLICKHOUSE_USER']]}:?" in environment["ENGAGE_CLICKHOUSE_PASSWORD"]
    assert set(given.values()) <= set(services()["clickhouse"]["environment"])
    publish, grafana = services()["publish"]["environment"], services()["grafana"]["environment"]
    assert publish["ENGAGE_GRAFANA_USER"] == grafana["GF_SECURITY_ADMIN_USER"]
    assert publish["ENGAGE_GRAFANA_PASSWORD"] == grafana["GF_SECURITY_ADMIN_PASSWORD"]


def made(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "secrets"], cwd=folder, capture_output=True, text=True, check=True)


def test_make_secrets_makes_all_of_them_for_nobody_else_and_keeps_them(tmp_path: Path) -> None:
    """Every variable that the file needs, mode 0600; another run changes nothing, and adds what is new."""
    for name in ("Makefile", "docker-compose.yml"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    told = made(tmp_path)
    file = tmp_path / ".env"
    values = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert set(values) == required()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(set(values.values())) == len(values)
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for name, value in values.items() if name != "KAFKA_CLUSTER_ID")
    assert re.fullmatch(r"[A-Za-z0-9]{22}", values["KAFKA_CLUSTER_ID"])
    assert not any(value in told.stdout + told.stderr for value in values.values())
    before = file.read_text()
    made(tmp_path)
    assert file.read_text() == before
    file.write_text("GRAFANA_ADMIN_PASSWORD=mine\n")
    file.chmod(0o644)
    made(tmp_path)
    assert file.read_text().startswith("GRAFANA_ADMIN_PASSWORD=mine\n")
    assert set(re.findall(r"^(\w+)=", file.read_text(), re.MULTILINE)) == required()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_env_is_in_no_commit_and_no_image() -> None:
    """.gitignore and .dockerignore name it."""
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
    assert ".env" in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_health_checks_ask_what_is_served() -> None:
    """Ports and paths are those of the worker's and the gateway's settings."""
    worker, gateway = services()["worker"], services()["gateway"]
    assert f":{worker['environment']['ENGAGE_METRICS_PORT']}/live" in shlex.join(worker["healthcheck"]["test"])
    assert f":{gateway['environment']['ENGAGE_GATEWAY_PORT']}/health/live" in shlex.join(gateway["healthcheck"]["test"])
    names = interpolated(gateway["environment"]["ENGAGE_GATEWAY_NAMES"], {"GATEWAY_NAME": "door.example.org"})
    assert "127.0.0.1" in names.split(","), "the health check asks by this name"
