import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from producers.settings import ProducerSettings
from schemas.identifiers import Source


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ProducerSettings.model_fields:
        monkeypatch.delenv(f"ENGAGE_{name.upper()}", raising=False)


def test_defaults_suit_one_machine() -> None:
    """Without any variable events go to this machine's broker, from a source that a contract accepts."""
    settings = ProducerSettings()
    assert settings.kafka_bootstrap == "127.0.0.1:9092"
    assert TypeAdapter(Source).validate_python(settings.source) == settings.source
    assert settings.source.startswith("cli:")


def test_each_setting_is_described() -> None:
    """The documentation's table is held to these descriptions."""
    for name, field in ProducerSettings.model_fields.items():
        assert re.fullmatch(r"[A-Z].*[^.]", field.description or "", re.DOTALL), name


def test_variables_are_read_when_settings_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """ENGAGE_… variables hold for the settings made after they are set."""
    monkeypatch.setenv("ENGAGE_KAFKA_BOOTSTRAP", "a.example:9092,[::1]:9093")
    monkeypatch.setenv("ENGAGE_KEY_DIR", "/srv/keys")
    settings = ProducerSettings()
    assert (settings.kafka_bootstrap, settings.key_dir) == ("a.example:9092,[::1]:9093", Path("/srv/keys"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("KAFKA_BOOTSTRAP", "localhost"), ("KAFKA_BOOTSTRAP", ""), ("KAFKA_TIMEOUT", "0"), ("SOURCE", "Matti Möttönen")],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A setting that cannot be right is refused where it is read."""
    monkeypatch.setenv(f"ENGAGE_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        ProducerSettings()
