"""Commands in the pages are those of the product."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

import engage
from docs.generate.commands import command_paths, help_of
from tests.docs.pages import PAGES, ROOT, Block, blocks_of, prose_of, tables_of

SAMPLES = ROOT / "tests" / "producers" / "samples"
PATHS = set(command_paths())
GROUPS = {path[:length] for path in PATHS for length in range(1, len(path))}


@cache
def options_of(path: tuple[str, ...]) -> set[str]:
    """The options that the help of a command names."""
    return set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", help_of(path)))


def named_in(text: str) -> Iterator[str]:
    """Each `engage …` in a page's prose and shell blocks, without the program's name."""
    for code in re.findall(r"`([^`\n]+)`", prose_of(text)):
        yield from re.findall(r"^engage (.+)$", code)
    for line in shell_lines(text):
        yield from re.findall(r"^engage (.+)$", line)


def shell_lines(text: str) -> Iterator[str]:
    for block in blocks_of(text):
        if block.language == "sh":
            yield from block.text.splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_options_in_the_pages_exist(page: Path) -> None:
    """Each command that a page names is one of the product's, with the options that it is named with."""
    for text in named_in(page.read_text(encoding="utf-8")):
        words = shlex.split(text)
        path = tuple(words[:1])
        while (*path, *words[len(path) : len(path) + 1]) in PATHS | GROUPS and len(path) < len(words):
            path = (*path, words[len(path)])
        assert path in PATHS | GROUPS, f"engage {text}"
        known = options_of(path)
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= known, f"engage {text}"


def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder with the files that the pages name, keys of its own, and nobody who listens."""
    for name in ("events", "places"):
        sample = json.loads((SAMPLES / f"linked_events_{name}.json").read_text(encoding="utf-8"))
        (tmp_path / f"{name}.json").write_text(json.dumps({**sample, "data": sample["data"][:1]}))
    for suffix in ("csv", "toml"):
        sample_sheet = (SAMPLES / "sheets" / f"library_visits.{suffix}").read_bytes()
        (tmp_path / f"visits.{suffix}").write_bytes(sample_sheet)
    plan = json.loads(
        (ROOT / "schemas" / "samples" / "theme-night.gathering-scheduled.json").read_text(encoding="utf-8")
    )
    (tmp_path / "events.jsonl").write_text(json.dumps(plan), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "ENGAGE_KEY_DIR": str(tmp_path / "keys"),
        "ENGAGE_SHEET_DIR": str(tmp_path / "sheets"),
        "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9",
        "ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)


def producing() -> list[str]:
    lines = (line for page in PAGES for line in shell_lines(page.read_text(encoding="utf-8")))
    return [line for line in lines if line.startswith(("engage emit ", "engage import "))]


@pytest.mark.parametrize("line", producing())
def test_what_producers_are_told_to_do_works(line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each `engage emit` and `engage import` of a shell block is valid, down to its event's contract."""
    offline(monkeypatch, tmp_path)
    words = [*shlex.split(line)[1:], "--dry-run"]
    result = CliRunner().invoke(engage.app, words, input="2100-0001\n", prog_name="engage")
    assert result.exit_code == 0, result.output


def transcripts() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for page in PAGES:
        for block in blocks_of(page.read_text(encoding="utf-8")):
            for line in block.text.splitlines() if block.language == "console" else ():
                if line.startswith("$ "):
                    found.append((line.removeprefix("$ engage "), []))
                else:
                    found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("command", "shown"), transcripts())
def test_refusals_are_as_the_pages_show_them(
    command: str, shown: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A console block is what a terminal shows; … stands for what differs each time."""
    offline(monkeypatch, tmp_path)
    result = CliRunner().invoke(engage.app, shlex.split(command), prog_name="engage")
    pattern = ".*".join(re.escape(part) for part in "\n".join(shown).split("…"))
    assert re.fullmatch(pattern, result.output.strip()), result.output
    assert result.exit_code == 1


def test_make_targets_in_the_pages_exist() -> None:
    """Each `make …` is a target."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = set(re.findall(r"`make ([a-z-]+)`", text))
        named |= {line.removeprefix("make ") for line in shell_lines(text) if line.startswith("make ")}
        assert named <= targets


def test_every_command_has_its_exit_codes() -> None:
    """The page of exit codes has a row for each command, or for the group that it is of, and no other."""
    rows = {
        cells[0].strip("`").removeprefix("engage ").removesuffix(" …")
        for cells in tables_of((ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8"))
        if cells[0].startswith("`engage")
    }
    assert rows == {path[0] for path in PATHS}


def test_the_changelog_has_this_version() -> None:
    """What pyproject.toml calls this release has its section."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_blocks_of_the_pages_are_well_formed() -> None:
    """No fence is left open, and each block says its language unless it is a picture."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks: list[Block] = list(blocks_of(text))
        assert text.count("```") == 2 * len(blocks), page
