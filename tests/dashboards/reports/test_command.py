"""`engage report`, from the outside."""

import pytest
from typer.testing import CliRunner, Result

import engage

NOBODY = {"ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9", "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"}


def ran(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(engage.app, ["report", *arguments], env={**NOBODY, **environment})


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name one period"),
        (("--month", "2026-10", "--year", "2026"), "name one period"),
        (("--month", "2026-Q3"), "is no month"),
        (("--quarter", "2026-Q5"), "write 2026-10"),
        (("--from", "2026-10-01"), "belong together"),
        (("--from", "2026-10-02", "--to", "2026-10-01"), "exchange"),
        (("--month", "2026-10", "--language", "fi", "--language", "sv"), "one language"),
        (("--every-month", "--month", "2026-10"), "leave out period"),
    ],
)
def test_wrong_usage_says_what_to_write(arguments: tuple[str, ...], told: str) -> None:
    """With exit code 2, before anything is asked."""
    found = ran(*arguments)
    assert found.exit_code == 2
    assert told in " ".join(found.stderr.replace("\u2502", " ").split())


def test_a_clickhouse_that_is_away_is_named() -> None:
    """With exit code 3."""
    found = ran("--month", "2026-10")
    assert found.exit_code == 3
    assert "ClickHouse at http://127.0.0.1:9 did not answer" in found.stderr
