"""`engage dashboards preview`, as it is called."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboards.commands import dashboards_app

pytest.importorskip("vl_convert", reason="vl-convert-python is not installed")
pytestmark = pytest.mark.engines


@pytest.fixture
def called(year_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Called":
    monkeypatch.setenv("ENGAGE_CLICKHOUSE_URL", year_url)
    return Called(tmp_path)


class Called:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str) -> Result:
        given = ["preview", "--board", "city-overview", "--language", "sv", "--folder", str(self.folder), *arguments]
        return CliRunner().invoke(dashboards_app, given)


def test_it_draws_what_was_asked_for(called: Called) -> None:
    """One board, one language, one programme, a period, a theme."""
    result = called("--var", "programme=youth-centre", "--from", "now-60d", "--to", "now-1d", "--theme", "light")
    assert result.exit_code == 0, result.output
    assert "1 pages" in result.output
    assert {path.name for path in called.folder.iterdir()} == {"index.html", "engagement-city-overview-sv.html"}
    page = (called.folder / "engagement-city-overview-sv.html").read_text(encoding="utf-8")
    assert '<html lang="sv" data-theme=light>' in page
    assert "<dt>Program</dt><dd>Ungdomsg" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--var", "programme=circus"], "programme='circus' is no option of the variable; there are"),
        (["--var", "colour=red"], "no dashboard has a variable 'colour'; there are age_band"),
        (["--var", "programme"], "is not NAME=VALUE"),
        (["--from", "yesterday"], "'yesterday' is no instant; write e.g. now-30d"),
        (["--from", "2026-05-01", "--to", "2026-04-01"], "let it begin before it ends"),
        (["--board", "circus"], "there is no board 'circus'"),
    ],
)
def test_what_cannot_be_drawn_is_named(called: Called, arguments: list[str], said: str) -> None:
    """The option, its value, and what would do; exit code 2."""
    result = called(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def test_no_clickhouse_is_said(called: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3, as everywhere."""
    monkeypatch.setenv("ENGAGE_CLICKHOUSE_URL", "http://127.0.0.1:9")
    result = called()
    assert result.exit_code == 3
    assert "did not answer" in result.output
