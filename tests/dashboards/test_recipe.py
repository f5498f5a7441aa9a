"""The recipe for a new panel, followed to the letter in a copy of the repository."""

import shutil
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks_of
from tests.docs.test_recipe import COPIED, follow, run

PAGE = ROOT / "docs" / "how-to" / "new-panel.md"


@pytest.mark.engines
def test_the_recipe_leads_to_a_panel_that_works(tmp_path: Path) -> None:
    """One file of SQL, one function, one test: it is built, keeps every rule, stands in the docs, counts rightly."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    written = [follow(block, tmp_path) for block in blocks_of(PAGE.read_text(encoding="utf-8"))]
    assert [name for name in written if name] == [
        "dashboards/sql/city_overview/busiest_day.sql",
        "dashboards/boards/city_overview.py",
        "tests/dashboards/test_busiest_day.py",
    ]
    assert "city-overview-fi.json written" in run(tmp_path, "engage.py", "dashboards", "build")
    assert "0 failures" in run(tmp_path, "engage.py", "dashboards", "check", "--no-queries")
    run(tmp_path, "-m", "docs")
    page = (tmp_path / "docs" / "reference" / "dashboards.md").read_text(encoding="utf-8")
    assert "| Visits on the busiest day | number |" in page
    tests = ("tests/dashboards/test_busiest_day.py", "tests/dashboards/test_build.py")
    run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
