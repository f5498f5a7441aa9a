"""The builder makes a file for each board and language, and the same each time."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dashboards
from dashboards.board import Board
from dashboards.boards import BOARDS
from dashboards.build import as_json, built_dashboards, old_files, text_of, write
from dashboards.queries import panels_of, queries_of
from dashboards.text import LANGUAGES


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as `engage dashboards build` writes them in a process of its own."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "engage", "dashboards", "build", "--folder", str(folder)],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        check=True,
        capture_output=True,
    )
    return folder


def test_every_board_has_a_file_in_each_language(built: Path) -> None:
    """No more and no less."""
    found = {(path.parent.name, path.stem) for path in built.rglob("*.json")}
    assert found == {(language, board.uid(language)) for language in LANGUAGES for board in BOARDS}


def test_another_process_builds_the_same_files(built: Path) -> None:
    """Whatever the order of sets in it, so that a build can be compared with another."""
    assert old_files(built) == {}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_built_twice_it_is_the_same(board: Board) -> None:
    """R27: building again changes nothing."""
    for language in LANGUAGES:
        assert text_of(as_json(board, language)) == text_of(as_json(board, language))


def test_the_languages_differ_in_words_alone() -> None:
    """Every statement of a panel is the same in each language, so that a number is too."""
    statements = {
        language: [query.sql for board in BOARDS for query in queries_of(as_json(board, language)) if query.panel]
        for language in LANGUAGES
    }
    assert statements["fi"] == statements["sv"] == statements["en"]
    assert statements["en"]


def test_old_missing_and_left_over_files_are_found_and_put_right(tmp_path: Path) -> None:
    """`build` writes what differs, removes what no board makes, and then finds nothing."""
    assert set(old_files(tmp_path).values()) == {text_of(dashboard) for _, dashboard in built_dashboards()}
    write(old_files(tmp_path))
    assert old_files(tmp_path) == {}
    first = tmp_path / "en" / f"{BOARDS[0].uid('en')}.json"
    first.write_text(json.dumps({"title": "changed by hand"}))
    (tmp_path / "fi" / "of-no-board.json").write_text("{}")
    assert set(old_files(tmp_path)) == {first, tmp_path / "fi" / "of-no-board.json"}
    write(old_files(tmp_path))
    assert old_files(tmp_path) == {}


def _beginning(path: Path) -> str:
    """A statement up to the first place that a panel fills in."""
    return re.split(r"(?<!\$)\{[a-z]+\}", path.read_text(encoding="utf-8").strip())[0]


def test_every_statement_has_a_file_and_every_file_a_panel() -> None:
    """No SQL lies about unused."""
    root = Path(dashboards.__path__[0]) / "sql"
    asked = [query.sql for board in BOARDS for query in queries_of(as_json(board, "en"))]
    unused = [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*.sql"))
        if path.parent.name != "alerts"  # those of the alert rules have tests of their own
        and not any(sql.startswith(_beginning(path)) for sql in asked)
    ]
    assert unused == []


def test_panels_are_given_in_the_order_of_reading() -> None:
    """Those of collapsed rows too, each with its statement."""
    for _, dashboard in built_dashboards(["en"]):
        ids = [panel["id"] for panel in panels_of(dashboard)]
        assert ids == sorted(ids)
        asked = [query.panel for query in queries_of(dashboard) if query.kind == "panel"]
        assert asked == [panel["id"] for panel in panels_of(dashboard) if panel["type"] != "text"]
