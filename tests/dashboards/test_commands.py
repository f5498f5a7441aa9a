"""`engage dashboards …`, from the outside."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import engage
from dashboards.boards import BOARDS
from streams.store import Store

RUNNER = CliRunner()


def ran(*arguments: str, **environment: str) -> Result:
    nobody = {"ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9", "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"}
    return RUNNER.invoke(engage.app, ["dashboards", *arguments], env={**nobody, **environment})


def test_build_writes_what_is_old_and_says_so(tmp_path: Path) -> None:
    """`--check` finds it first, with exit code 1; a second build has nothing to do."""
    here = ("build", "--language", "sv", "--folder", str(tmp_path))
    found = ran(*here, "--check")
    assert found.exit_code == 1
    assert found.stdout.count("is old; run `engage dashboards build`") == len(BOARDS)
    assert list(tmp_path.iterdir()) == []
    written = ran(*here)
    assert written.exit_code == 0
    assert f"sv/{BOARDS[0].uid('sv')}.json written" in written.stdout
    (tmp_path / "sv" / "left-over.json").write_text("{}")
    assert "left-over.json removed: no board makes it" in ran(*here).stdout
    current = ran(*here, "--check")
    assert (current.exit_code, current.stdout) == (0, "all files are current\n")


def test_check_without_queries_needs_no_clickhouse() -> None:
    """The rules alone, as JSON."""
    result = ran("check", "--no-queries", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["failures"], found["queries"]) == (0, 0, 0)
    assert found["dashboards"] == 3 * len(BOARDS)
    assert found["panels"] > found["dashboards"]


def test_check_says_where_clickhouse_should_be() -> None:
    """Exit code 3, the address, and what is possible without it."""
    result = ran("check")
    assert result.exit_code == 3
    assert "error: ClickHouse at http://127.0.0.1:9 did not answer" in result.stderr
    assert "--no-queries" in result.stderr


def test_a_setting_that_does_not_fit_is_named() -> None:
    """Exit code 2."""
    result = ran("check", ENGAGE_QUERY_SECONDS="soon")
    assert result.exit_code == 2
    assert "error: ENGAGE_QUERY_SECONDS='soon'" in result.stderr


@pytest.mark.engines
def test_check_runs_every_statement(store: Store) -> None:
    """Of a board against a ClickHouse with nothing stored; by an impossible limit each is too slow, all else fine."""
    url = store._settings.clickhouse_url
    result = ran("check", "--board", "working-together", "--language", "fi", "--limit", "1", ENGAGE_CLICKHOUSE_URL=url)
    *findings, counts, slowest = result.stdout.splitlines()
    assert result.exit_code == 1
    assert findings
    assert all(line.endswith("1 ms or less; read less") for line in findings)
    assert counts.startswith("1 dashboards, ")
    assert slowest.startswith("slowest: ")


def test_a_board_that_is_not_there_is_refused_with_those_that_are() -> None:
    """Exit code 2."""
    result = ran("check", "--board", "weather")
    assert result.exit_code == 2
    assert "weather" in result.stderr
    assert "city-overview" in result.stderr
