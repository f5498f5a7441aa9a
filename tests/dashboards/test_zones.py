"""The days that are shown are Helsinki's, wherever a process thinks that it is."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from dashboards.alerts import ALERT_RULES
from dashboards.build import built_dashboards
from dashboards.macros import Context, expand
from dashboards.periods import instant
from dashboards.queries import queries_of
from dashboards.statement import statement

ZONES = ("UTC", "Europe/Helsinki", "America/New_York")
NOW = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # a day later in Helsinki, a day earlier in New York


@pytest.fixture
def enter_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the time zone of this process."""

    def enter(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield enter
    monkeypatch.undo()
    time.tzset()


def sent(zone: tzinfo) -> list[str]:
    """Every statement of the boards and of the alerts, as a plugin in a zone would send it."""
    found = []
    for _, dashboard in built_dashboards(["en"]):
        period = Context(instant(dashboard["time"]["from"], NOW), instant(dashboard["time"]["to"], NOW), 3_600_000)
        context = Context(period.start, period.end, period.interval_ms, process_zone=zone)
        found += [expand(query.sql, context) for query in queries_of(dashboard)]
    hour = Context(NOW.replace(hour=22), NOW, process_zone=zone)
    return found + [expand(statement(f"alerts/{rule.name}"), hour) for rule in ALERT_RULES]


def test_no_statement_depends_on_the_zone_of_the_plugin() -> None:
    """The same SQL from a plugin in any zone."""
    first, *others = (sent(ZoneInfo(zone)) for zone in ZONES)
    assert len(first) > 100
    assert all(other == first for other in others)


def test_no_statement_depends_on_the_zone_of_this_process(enter_zone: Callable[[str], None]) -> None:
    """What `engage dashboards check` asks is the same in any zone: periods begin and end with Helsinki's days."""
    found = []
    for zone in ZONES:
        enter_zone(zone)
        assert NOW.astimezone().utcoffset() == NOW.astimezone(ZoneInfo(zone)).utcoffset()
        found.append(sent(UTC))
    assert found[0] == found[1] == found[2]
