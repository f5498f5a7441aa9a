"""The alert rules: their shape, and that their statements find what they are to find."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from dashboards.alerts import ALERT_RULES, AlertRule, alert_groups
from dashboards.macros import Context, expand, left_over
from dashboards.publishing.data_source import UID
from dashboards.reader import Answer, Reader
from dashboards.text import LANGUAGES
from streams.store import Store
from tests.streams.published.cities import publish_due

SHARED = Path(__file__).parents[4] / "shared" / "grafana"
NOW = datetime.now(UTC).replace(microsecond=0)
RULES = {rule.name: rule for rule in ALERT_RULES}

by_name = pytest.mark.parametrize("rule", ALERT_RULES, ids=RULES)


def sql_of(rule: AlertRule, now: datetime = NOW) -> str:
    return expand(rule.sql, Context(now - timedelta(seconds=rule.window), now))


@by_name
def test_a_rule_reads_published_views_and_no_macro_of_the_browser(rule: AlertRule) -> None:
    """Nobody opens a page for it: what a browser would expand stays in the statement."""
    assert set(re.findall(r"(?:FROM|JOIN)\s+(\w+)\.", rule.sql)) == {"published"}
    assert "$__conditionalAll" not in rule.sql
    assert "${" not in rule.sql
    assert left_over(sql_of(rule)) == []


@by_name
def test_what_a_rule_says_names_columns_that_are_there(rule: AlertRule) -> None:
    """Each `$labels` is a column of its statement, in all three languages."""
    for language in LANGUAGES:
        for label in re.findall(r"\$labels\.(\w+)", rule.summary.in_(language)):
            assert re.search(rf"AS {label}\b", rule.sql), (language, label)


@by_name
def test_a_rule_says_in_three_languages_what_is_the_matter_and_what_to_do(rule: AlertRule) -> None:
    """Titles differ between languages and fit Grafana; why it waits and what no data means is written down."""
    made = rule.as_json("fi", "engagement-alerts", 1)
    assert {f"{what}_{language}" for what in ("summary", "remedy") for language in LANGUAGES} <= set(
        made["annotations"]
    )
    assert len({rule.title.in_(language) for language in LANGUAGES}) == 3
    assert len(made["uid"]) <= 40
    assert rule.why
    assert made["data"][0]["datasourceUid"] == UID


def test_names_and_titles_are_unique() -> None:
    """Grafana refuses two rules of one title in a folder."""
    assert len(RULES) == len(ALERT_RULES)
    for language in LANGUAGES:
        assert len({rule.title.in_(language) for rule in ALERT_RULES}) == len(ALERT_RULES)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"Grafana's schemas are absent: {SHARED}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_is_of_grafanas_schemas(language: Any) -> None:
    """The API's definition of a group, and the schema of alerting."""
    api = json.loads((SHARED / "grafana-13.0.0.subset.openapi3.json").read_text())
    alerting = json.loads((SHARED / "schema" / "alerting.jsonschema.json").read_text())
    schemas = (
        {"$ref": "#/components/schemas/AlertRuleGroup", "components": api["components"]},
        {"$ref": "#/definitions/RuleGroup", "definitions": alerting["definitions"]},
    )
    for group in alert_groups(language, "engagement-alerts", 1):
        for schema in schemas:
            assert [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(group)] == []


def firing(answer: Answer, rule: AlertRule) -> list[tuple[Any, ...]]:
    """The rows that a threshold lets through; the number is the last column."""
    return [tuple(row) for row in answer.rows if row[-1] is not None and row[-1] > rule.above]


@pytest.mark.engines
@by_name
def test_nothing_fires_where_nothing_is_stored(rule: AlertRule, reader: Reader) -> None:
    """A statement runs on empty tables; one whose silence would be a fault gives its row all the same."""
    answer = reader.answer(sql_of(rule))
    assert firing(answer, rule) == []
    assert len(answer.rows) == (0 if rule.no_data == "OK" else 1)
    *labels, number = answer.types
    assert re.search(r"Int|Float", number), "the last column is the number"
    assert all("String" in label for label in labels), "the others tell rows apart"


@pytest.fixture(scope="module")
def troubled(store: Store, reader: Reader) -> Reader:
    """A full hall and one with room, a venue that nobody counted yesterday, and a pipeline in trouble."""
    store.run_text(
        "INSERT INTO engagement.participation "
        "(programme, gathering, status, day, name_en, capacity, visits, inside, version) VALUES "
        "('regional-event', 'full', 'open', today(), 'full hall', 200, 300, 200, 1), "
        "('regional-event', 'half', 'open', today(), 'half hall', 200, 300, 100, 1)"
    )
    store.run_text(
        "INSERT INTO engagement.participation (programme, gathering, status, day, starts, venue, version) "
        "SELECT 'youth-centre', name, state, toDate(toTimeZone(now(), 'Europe/Helsinki')) - 1, "
        "now64(3) - INTERVAL 1 DAY, concat('tprek:', name), 1 FROM values('name String, state String', "
        "('silent', 'scheduled'), ('called-off', 'cancelled'))"
    )
    store.run_text(
        "INSERT INTO engagement.batches (worker, booked, messages, dead_letters, oldest, newest, seconds, lag) VALUES "
        "('w', now64(3) - INTERVAL 1 HOUR, 100, 40, now64(3) - INTERVAL 1 HOUR, now64(3), 1, 50000)"
    )
    store.run_text(
        "INSERT INTO engagement.quarantine (topic, partition, offset, reason, appended) "
        "SELECT 'engagement.theme-night.v1', 0, number, 'malformed', now64(3) - INTERVAL 1 HOUR FROM numbers(40)"
    )
    store.run_text(
        "INSERT INTO engagement.books (topic, partition, outcome, offsets) "
        "SELECT 'engagement.theme-night.v1', 0, 'accepted', groupBitmapState(offset) FROM "
        "(SELECT toUInt64(number) AS offset FROM numbers(10) WHERE number != 4)"
    )
    publish_due(store)
    return reader


@pytest.mark.engines
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("capacity_reached", [("full", "full", "full", "full hall", 1.0)]),
        ("silent_venues", [("tprek:silent", "silent", "silent", "silent", 1)]),
        ("dead_letter_rate", [(0.4,)]),
        ("lag", [(50000,)]),
        ("books_not_balanced", [(1,)]),
    ],
)
def test_a_rule_fires_for_what_it_is_there_for_and_nothing_else(
    troubled: Reader, name: str, found: list[tuple[Any, ...]]
) -> None:
    """Beside each stands something that is as it should be."""
    now = datetime.now(UTC)
    assert firing(troubled.answer(sql_of(RULES[name], now)), RULES[name]) == found


def test_the_page_names_every_rule() -> None:
    """With its English title, how long it waits, and whom it is for."""
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "publish-dashboards.md").read_text(encoding="utf-8")
    for rule in ALERT_RULES:
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {rule.title.en} |")]
        assert row.endswith(f"| {rule.audience} |")
        assert rule.lasting == "0s" or f"after {rule.lasting}," in row
