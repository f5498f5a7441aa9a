"""`engage dashboards publish`, from the outside, with the boards as they are."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import engage
from dashboards.boards import BOARDS
from tests.dashboards.publishing.stand_in import TOKEN, Fault, StandIn

RUNNER = CliRunner()


def ran(stand_in: StandIn | None, *arguments: str, **environment: str) -> Result:
    address = {"ENGAGE_GRAFANA_URL": stand_in.url, "ENGAGE_GRAFANA_TOKEN": TOKEN} if stand_in else {}
    nobody = {"ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9", "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"}
    return RUNNER.invoke(engage.app, ["dashboards", "publish", *arguments], env={**nobody, **address, **environment})


def test_the_boards_are_published_and_a_second_time_nothing_is_to_do(stand_in: StandIn) -> None:
    """All of them in one language; a dry run before writes nothing."""
    dry = ran(stand_in, "--language", "fi", "--dry-run")
    assert (dry.exit_code, stand_in.writes) == (0, [])
    assert f"create dashboard '{BOARDS[0].uid('fi')}'" in dry.stdout
    first = ran(stand_in, "--language", "fi")
    assert (first.exit_code, first.stdout) == (0, dry.stdout)
    assert first.stderr.count("written: dashboard") == len(BOARDS) == len(stand_in.dashboards)
    again = ran(stand_in, "--language", "fi")
    assert (again.exit_code, again.stdout) == (0, "nothing to change\n")


def test_json_tells_the_same(stand_in: StandIn, tmp_path: Path) -> None:
    """Each step with its differences, and counts; the campaigns' file is read, the folders are named."""
    file = tmp_path / "campaigns.toml"
    file.write_text('[[campaign]]\nid = "a"\nstarts = 2026-10-24\nen = "A"\nfi = "Aa"\nsv = "Å"\n')
    result = ran(stand_in, "--json", "--language", "en", "--campaigns", str(file), "--folder", "test")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["written"], told["trouble"]) == (0, True, "")
    assert told["counts"]["created"] == len(told["steps"]) == len(stand_in.writes)
    assert {"action": "create", "subject": "folder 'test-en'"}.items() <= told["steps"][0].items()
    assert [one["text"] for one in stand_in.annotations.values()] == ["A"]


def test_the_exit_code_says_which_kind_of_fault(stand_in: StandIn) -> None:
    """1 refused, 2 settings, 3 no answer, 1 published but ClickHouse does not answer Grafana."""
    stand_in.faults.append(Fault("organisation", 403))
    assert (refused := ran(stand_in)).exit_code == 1
    assert refused.stderr.startswith("error: Grafana at http://127")
    assert ran(None, ENGAGE_GRAFANA_URL="http://127.0.0.1:9", ENGAGE_GRAFANA_TOKEN="x").exit_code == 3
    stand_in.clickhouse_answers = False
    assert (trouble := ran(stand_in, "--language", "sv")).exit_code == 1
    assert "error: everything is published, but Grafana cannot read ClickHouse" in trouble.stderr


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "ENGAGE_GRAFANA_URL is not set"),
        ({"ENGAGE_GRAFANA_URL": "http://x"}, "ENGAGE_GRAFANA_TOKEN is not set; make a service account"),
        ({"ENGAGE_GRAFANA_URL": "x"}, "ENGAGE_GRAFANA_URL: String should match"),
        ({"ENGAGE_GRAFANA_URL": "http://x", "ENGAGE_GRAFANA_TOKEN": "a b"}, "ENGAGE_GRAFANA_TOKEN holds a space"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(environment: dict[str, str], message: str) -> None:
    """Exit code 2, and the token is not repeated."""
    result = ran(None, **environment)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "a b" not in result.stderr


def test_a_folder_that_is_no_uid_is_refused(stand_in: StandIn) -> None:
    """Exit code 2, nothing asked."""
    assert ran(stand_in, "--folder", "a/b").exit_code == 2
    assert stand_in.asked == []
