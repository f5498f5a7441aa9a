"""The recipe for a new event type, followed to the letter in a copy of the repository."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, blocks_of, sections_of

PAGE = ROOT / "docs" / "how-to" / "new-event-type.md"
PLACE = re.compile(r"\b(Write|In|Add to) `([^`]+)`[^`]*:$")
"""How the line before a block says what is to be done with it."""
COPIED = ("schemas", "producers", "streams", "dashboards", "embedded", "tests", "docs", "engage.py", "pyproject.toml")


def follow(block: Block, root: Path) -> str | None:
    """Do what a block says, and give the file that it is about; None for one that is to be run."""
    match = PLACE.search(block.before)
    if match is None:
        assert block.language == "sh", f"what is to be done with this block? {block.before}"
        return None
    verb, name = match.groups()
    path = root / free(name, root)
    if verb == "Write":
        assert not path.exists(), f"{name} is there already"
        path.write_text(block.text, encoding="utf-8")
    elif verb == "Add to":
        path.write_text(path.read_text(encoding="utf-8") + block.text, encoding="utf-8")
    else:
        for hunk in block.text.split("@@\n"):
            change(path, hunk.splitlines())
    return name


def free(name: str, root: Path) -> str:
    """Give a migration the next number that is free, whatever the page calls it: the product's own come in between."""
    folder, file = name.rpartition("/")[::2]
    if folder != "streams/sql/migrations":
        return name
    taken = [int(found.name.partition("_")[0]) for found in (root / folder).glob("*.sql")]
    return f"{folder}/{max(taken) + 1:04d}_{file.partition('_')[2]}"


def change(path: Path, lines: Sequence[str]) -> None:
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in {" ", "-"})
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in {" ", "+"})
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name} no longer has these lines, so the recipe is old:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(root: Path, *arguments: str) -> str:
    """Run Python in the copy, and nothing of the repository."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "ENGAGE_"))}
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**environment, "PYTHONPATH": str(root), "ENGAGE_DATA_DIR": str(root / "nothing-runs-here")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 0, f"{' '.join(arguments)}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def test_the_readme_has_the_recipe_in_ten_lines() -> None:
    """README names every file that the page writes or changes, in ten numbered lines, one a section of the page."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\d+\. .+$", sections_of(readme)["For data engineers"], re.MULTILINE)
    steps = [head for head in sections_of(PAGE.read_text(encoding="utf-8")) if re.match(r"\d+\. ", head)]
    assert len(lines) == len(steps) == 10
    recipe = "\n".join(lines)
    for block in blocks_of(PAGE.read_text(encoding="utf-8")):
        for _, name in PLACE.findall(block.before):
            sample = re.sub(r"samples/[a-z-]+\.", "samples/<programme>.", name)
            assert sample in recipe or name.rpartition("/")[2] in recipe, name


CHECK = """
import json, sys
from pathlib import Path
import streams
from schemas.contract import contract_of
from schemas.programmes import Programme
from streams.decode import decode
from streams.records import Run
from tests.streams.record_of import FakeRecord

assert Path(streams.__file__).is_relative_to(sys.argv[1]), streams.__file__
outcomes = []
for programme, changes in (
    ("youth-centre", {}),
    ("youth-centre", {"meals": 0}),
    ("youth-centre", {"cook": "Matti Virtanen"}),
    ("regional-event", {}),
):
    event = json.loads((Path("schemas/samples") / f"{programme}.meal-served.json").read_text())
    event["data"].update(changes)
    record = FakeRecord(json.dumps(event).encode(), topic=Programme(programme).topic)
    decoded = decode(contract_of(Programme(programme)), Run(record.topic, 0, [record]))
    outcomes.append([letter.reason for letter in decoded.dead_letters])
assert "fi.hel.engagement.theme-night.meal-served.v1" not in contract_of(Programme.THEME_NIGHT).types
print(json.dumps(outcomes))
"""


OF_A_NEW_TABLE = (
    "test_migrating_again_changes_nothing",
    "test_bands_and_districts_are_the_same_in_tables_statements_and_contracts",
    "test_facts_that_age_are_deleted_after_the_retention_and_hold_the_gathering_back_before",
)
"""The tests of migrations that a new table of facts or a new roll-up can fail."""


@pytest.mark.engines
@pytest.mark.timeout(240)
def test_the_recipe_for_a_new_event_type_works(tmp_path: Path) -> None:
    """Whoever does what the page says has a contract, facts, a roll-up on real engines, a test and docs."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    for name in ("README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    text = PAGE.read_text(encoding="utf-8")
    files = [file for block in blocks_of(text) if (file := follow(block, tmp_path)) is not None]
    assert ".venv/bin/python -m docs" in text
    run(tmp_path, "-m", "docs")
    outcomes = json.loads(run(tmp_path, "-c", CHECK, str(tmp_path)))
    assert outcomes == [[], ["wrong-data"], ["wrong-data"], []]
    python = [name for name in files if name.endswith(".py")]
    run(tmp_path, "-m", "ruff", "check", "--no-cache", *python)
    run(tmp_path, "-m", "ruff", "format", "--no-cache", "--check", *python)
    tests = (
        "tests/schemas/test_contract.py",
        "tests/producers/test_commands.py::test_every_command_has_an_example_in_its_help",
        "tests/producers/test_commands.py::test_the_examples_of_the_help_work",
        *(f"tests/streams/test_migrations.py::{name}" for name in OF_A_NEW_TABLE),
        "tests/streams/test_meals_served.py",
        "tests/docs/test_reference.py",
        "tests/docs/test_privacy.py",
    )
    run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
