"""Dashboards as JSON: one file a board and language, the same each time."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from dashboards.board import Board, dashboard_of
from dashboards.boards import BOARDS
from dashboards.sdk import encoder
from dashboards.text import LANGUAGES, Language

__all__ = ["as_json", "built_dashboards", "old_files", "text_of", "write"]


def as_json(board: Board, language: Language) -> dict[str, Any]:
    """Return a board as plain JSON values, as Grafana keeps it."""
    made: dict[str, Any] = json.loads(json.dumps(dashboard_of(board, language), cls=encoder.JSONEncoder))
    return made


def built_dashboards(languages: Collection[Language] = LANGUAGES) -> Iterator[tuple[Language, dict[str, Any]]]:
    """Build every board in each language."""
    for language in languages:
        for board in BOARDS:
            yield language, as_json(board, language)


def text_of(dashboard: dict[str, Any]) -> str:
    """Return the text of a dashboard's file."""
    return json.dumps(dashboard, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def old_files(folder: Path, languages: Collection[Language] = LANGUAGES) -> dict[Path, str | None]:
    """Return each file that differs from its board, with the text it should have; None for one that no board makes."""
    wanted = {
        folder / language / f"{dashboard['uid']}.json": text_of(dashboard)
        for language, dashboard in built_dashboards(languages)
    }
    old: dict[Path, str | None] = {
        path: text for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }
    for language in languages:
        old.update(dict.fromkeys(path for path in (folder / language).glob("*.json") if path not in wanted))
    return old


def write(old: dict[Path, str | None]) -> None:
    """Write what `old_files` found, and remove what no board makes."""
    for path, text in old.items():
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
