"""The recipes, followed to the letter in a copy of the repository, one after another: what each promises is there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT, blocks_of, sections_of
from tests.docs.recipes import PLACE, Checkout

HOW_TO = ROOT / "docs" / "how-to"
SOURCE, EVENT_TYPE, PANEL = HOW_TO / "new-source.md", HOW_TO / "new-event-type.md", HOW_TO / "new-panel.md"

pytestmark = [pytest.mark.engines, pytest.mark.timeout(300)]


def numbered(readme: str, page: Path) -> list[str]:
    """The numbered lines of README that come after the paragraph with a link to the page."""
    after = readme.partition(f"]({page.relative_to(ROOT)})")[2]
    lines = after.partition("\n\n")[2].splitlines()
    return lines[: next(place for place, line in enumerate(lines) if not re.match(r"\d+\. ", line))]


@pytest.mark.parametrize("page", [SOURCE, EVENT_TYPE], ids=lambda page: page.stem)
def test_the_readme_has_the_recipe_in_ten_lines(page: Path) -> None:
    """README names every file that the page writes or changes, in ten lines at most, one a section of the page."""
    recipe = numbered((ROOT / "README.md").read_text(encoding="utf-8"), page)
    text = page.read_text(encoding="utf-8")
    steps = [head for head in sections_of(text) if re.match(r"\d+\. ", head)]
    assert len(recipe) == len(steps) <= 10
    for block in blocks_of(text):
        for _, name in PLACE.findall(block.before):
            sample = re.sub(r"samples/[a-z-]+\.", "samples/<programme>.", name)
            assert any(sample in line or name.rpartition("/")[2] in line for line in recipe), name


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy in which somebody added a source, an event type and a panel, each up to the gate."""
    made = Checkout(tmp_path_factory.mktemp("checkout"))
    for page in (SOURCE, EVENT_TYPE, PANEL):
        made.follow(page)
    return made


def test_what_a_new_source_tells_is_on_the_board(checkout: Checkout) -> None:
    """What the page's commands emit goes through Kafka, worker and published views to a panel, under its name."""
    page = (checkout.root / "build" / "previews" / "engagement-city-overview-en.html").read_text(encoding="utf-8")
    question, people, name = re.findall(
        r"\*\*(Which [^*]+)\*\* shows `(\d+)` for `(\w+)`", SOURCE.read_text(encoding="utf-8")
    )[0]
    panel = page.partition(f">{question}</h3>")[2].partition("</article>")[0]
    spec = re.findall(r'<script type="application/json" class="spec">(.+?)</script>', panel)[0]
    bars = {bar["n"]: bar["v"] for bar in json.loads(spec)["data"]["values"]}
    assert bars == {name: int(people)}


def test_a_new_source_is_everywhere_in_what_is_made(checkout: Checkout) -> None:
    """Its topic in the access rules, its contract beside the others, its name on the boards in three languages."""
    checkout.run("-m", "engage", "dashboards", "build")

    def made(name: str) -> str:
        return (checkout.root / name).read_text(encoding="utf-8")

    assert made("deploy/kafka/acls.sh").count("--topic engagement.library-visit.v1") == 4
    for language, name in (("en", "Libraries"), ("fi", "Kirjastot"), ("sv", "Bibliotek")):
        assert f'"text": "{name}"' in made(f"build/dashboards/{language}/engagement-city-overview-{language}.json")
    assert json.loads(made("docs/contracts/library-visit.v1.schema.json"))["$id"].startswith(
        "urn:engagement:library-visit"
    )


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


def test_a_new_event_type_has_a_contract_that_judges(checkout: Checkout) -> None:
    """In the programmes that carry it: what is right passes, a number or a field that is wrong does not."""
    outcomes: Any = json.loads(checkout.run("-c", CHECK, str(checkout.root)))
    assert outcomes == [[], ["wrong-data"], ["wrong-data"], []]


def test_a_new_panel_is_built_keeps_the_rules_and_is_in_the_docs(checkout: Checkout) -> None:
    """The commands of the page say so; the reference has its row."""
    (printed,) = (said for line, said in checkout.printed.items() if "dashboards check" in line)
    assert "city-overview-fi.json written" in printed
    assert "0 failures" in printed
    page = (checkout.root / "docs" / "reference" / "dashboards.md").read_text(encoding="utf-8")
    assert "| Visits on the busiest day | number |" in page


def test_what_the_pages_write_is_formatted_and_linted(checkout: Checkout) -> None:
    """By the rules of this repository."""
    python = [name for name in dict.fromkeys(checkout.files) if name.endswith(".py")]
    checkout.run("-m", "ruff", "check", "--no-cache", *python)
    checkout.run("-m", "ruff", "format", "--no-cache", "--check", *python)


OF_A_NEW_TABLE = (
    "test_migrating_again_changes_nothing",
    "test_bands_and_districts_are_the_same_in_tables_statements_and_contracts",
    "test_facts_that_age_are_deleted_after_the_retention_and_hold_the_gathering_back_before",
)
"""The tests of migrations that a new table of facts or a new roll-up can fail."""

TESTS = (
    *("schemas/test_contract.py", "schemas/test_programmes.py"),
    "schemas/test_export.py::test_docs_contracts_holds_the_contracts_of_this_code",
    "schemas/test_export.py::test_each_export_is_json_schema_and_takes_each_golden_sample",
    "producers/test_commands.py::test_every_command_has_an_example_in_its_help",
    "producers/test_commands.py::test_the_examples_of_the_help_work",
    "producers/gateway/test_page_files.py",
    "producers/gateway/test_desk_forms.py::test_each_event_type_has_a_form_or_the_reason_why_it_has_none",
    *(f"streams/test_migrations.py::{name}" for name in OF_A_NEW_TABLE),
    *("streams/test_library_visits.py", "streams/test_meals_served.py", "dashboards/test_busiest_day.py"),
    *("dashboards/test_build.py", "dashboards/test_text.py"),
    *("docs/test_reference.py", "docs/test_privacy.py"),
)
"""The tests that the pages write, and those that something forgotten on a page would fail."""


def test_the_tests_pass_that_the_pages_write_and_that_know_of_what_they_add(checkout: Checkout) -> None:
    """On real engines, one pair for all of them."""
    checkout.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/{name}" for name in TESTS))
