"""What publishing takes from the environment."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from dashboards.publishing.settings import PublishingSettings


def test_a_token_may_lie_in_a_file(tmp_path: Path) -> None:
    """Its last line break is not part of it."""
    file = tmp_path / "token"
    file.write_text("glsa_x\n")
    assert PublishingSettings(grafana_token_file=file).login() == ("glsa_x",)


def test_without_a_login_there_is_none() -> None:
    """The command then says what to do."""
    assert PublishingSettings().login() == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"grafana_token": "two words"}, "a space or another character"),
        ({"grafana_token": "x", "grafana_token_file": "/dev/null"}, "are both set; leave one out"),
        ({"grafana_token_file": "/nowhere"}, "ENGAGE_GRAFANA_TOKEN_FILE=/nowhere cannot be read"),
        ({"grafana_token_file": "/dev/null"}, "ENGAGE_GRAFANA_TOKEN_FILE=/dev/null is empty"),
        ({"grafana_token": "x", "grafana_user": "admin"}, "ENGAGE_GRAFANA_USER are both set"),
        ({"grafana_user": "admin"}, "set ENGAGE_GRAFANA_PASSWORD"),
        ({"grafana_url": "grafana:3000"}, "grafana_url"),
        ({"grafana_url": "http://admin:secret@grafana"}, "grafana_url"),
        ({"grafana_ca_file": "/nowhere"}, "ENGAGE_GRAFANA_CA_FILE=/nowhere is no file"),
        ({"grafana_clickhouse_url": "clickhouse"}, "grafana_clickhouse_url"),
    ],
)
def test_what_does_not_fit_is_refused_and_no_secret_is_shown(given: dict[str, str], message: str) -> None:
    """Where a value is wrong, where it is set twice, where a file is not there."""
    with pytest.raises(ValidationError, match=message) as caught:
        PublishingSettings.model_validate(given)
    assert "secret" not in str(caught.value)
    assert "two words" not in str(caught.value)
