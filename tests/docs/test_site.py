"""The documentation as a site."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
pytest.importorskip("material", reason="mkdocs-material is not installed")

_LOADED = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//[^\"'> ]+")


def listed(nav: Any) -> list[str]:
    """Every page of the navigation, in order."""
    if isinstance(nav, str):
        return [nav]
    inner = nav.values() if isinstance(nav, dict) else nav
    return [page for one in inner for page in listed(one)]


def test_the_navigation_has_every_page_once() -> None:
    """Whoever writes a page puts it there; those below `project` are from outside docs/."""
    nav = listed(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    pages = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert sorted(page for page in nav if not page.startswith("project/")) == sorted(pages)


def test_the_site_is_built_without_a_warning_and_loads_nothing(tmp_path: Path) -> None:
    """Strictly: each link and anchor leads somewhere. No page asks another host for a script, a style or a picture."""
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        loaded = [one for one in _LOADED.findall(page.read_text(encoding="utf-8")) if 'rel="canonical"' not in one]
        assert loaded == [], page
