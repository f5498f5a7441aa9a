"""Settings of connections: what fits together, and passwords that are never shown."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connections import ClickHouseConnection
from producers.gateway.settings import GatewaySettings
from streams.settings import StreamSettings
from tests.pipeline import engage

SECRET = "hush-hush"


def test_a_password_may_lie_in_a_file_and_is_read_anew_each_time(tmp_path: Path) -> None:
    """The newline at its end is none of it; a new password needs no new start."""
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n")
    settings = StreamSettings(
        kafka_security="SASL_SSL", kafka_user="worker", kafka_password_file=file, clickhouse_password_file=file
    )
    assert (settings.kafka_connection.password, settings.clickhouse_connection.password) == (SECRET, SECRET)
    file.write_text("another")
    assert settings.kafka_connection.password == "another"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kafka_security": "SASL_SSL"}, "wants ENGAGE_KAFKA_USER"),
        ({"kafka_security": "SASL_SSL", "kafka_user": "worker"}, "ENGAGE_KAFKA_PASSWORD_FILE"),
        ({"kafka_user": "worker", "kafka_password": SECRET}, "has no users; set SASL_SSL"),
        ({"kafka_password": SECRET, "kafka_password_file": "/dev/null"}, "are both set; leave one out"),
        ({"clickhouse_password_file": "/nowhere/at/all"}, "cannot be read: No such file"),
        ({"clickhouse_password_file": "/dev/null"}, "is empty"),
        ({"clickhouse_password": SECRET, "clickhouse_password_file": "/dev/null"}, "are both set"),
        ({"kafka_security": "SASL_PLAINTEXT"}, "kafka_security"),
    ],
)
def test_settings_that_do_not_fit_are_refused(given: dict[str, Any], said: str) -> None:
    """With the variables that are meant, by the stream's and the gateway's settings alike."""
    for kind in (StreamSettings, GatewaySettings):
        with pytest.raises(ValidationError, match=said):
            kind(**given)


@pytest.mark.parametrize("command", [("books",), ("emit", "check-in", "-p", "youth-centre", "-g", "g"), ("gateway",)])
def test_a_refusal_shows_no_password(command: tuple[str, ...]) -> None:
    """Exit code 2, and not a word of the others' values."""
    environment = {"ENGAGE_KAFKA_PASSWORD": SECRET, "ENGAGE_KAFKA_USER": "worker", "ENGAGE_CLICKHOUSE_PASSWORD": SECRET}
    done = engage(environment, *command)
    assert (done.returncode, SECRET in done.stderr + done.stdout) == (2, False), done.stderr
    assert "ENGAGE_KAFKA_USER is set, but ENGAGE_KAFKA_SECURITY=PLAINTEXT has no users" in done.stderr


def test_no_representation_shows_a_password() -> None:
    """Neither of settings nor of connections, nor where they are dumped."""
    settings = GatewaySettings(
        kafka_security="SASL_SSL", kafka_user="gateway", kafka_password=SECRET, clickhouse_password=SECRET
    )
    for shown in (
        settings,
        settings.kafka_connection,
        settings.clickhouse_connection,
        settings.model_dump(),
        settings.model_dump_json(),
    ):
        assert SECRET not in f"{shown!r} {shown}"


@pytest.mark.parametrize("kind", [StreamSettings, GatewaySettings], ids=lambda kind: kind.__name__)
def test_each_variable_of_the_connections_is_read_from_the_environment(
    kind: type[StreamSettings | GatewaySettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where settings have two parents."""
    monkeypatch.setenv("ENGAGE_KAFKA_SECURITY", "SSL")
    monkeypatch.setenv("ENGAGE_CLICKHOUSE_USER", "reader")
    monkeypatch.setenv("ENGAGE_KAFKA_BOOTSTRAP", "kafka:9093")
    settings = kind()
    assert (settings.kafka_security, settings.clickhouse_user) == ("SSL", "reader")
    assert settings.kafka_bootstrap == "kafka:9093"


def test_a_password_that_clickhouse_refuses_names_its_settings() -> None:
    """The embedded engine has no users; this is a server's answer as its documentation gives it."""
    answer = Exception("code: 516, server response: Code: 516. DB::Exception: default: Authentication failed")
    advice = ClickHouseConnection("https://clickhouse:8443").advice(answer)
    assert "ENGAGE_CLICKHOUSE_USER and ENGAGE_CLICKHOUSE_PASSWORD" in advice
