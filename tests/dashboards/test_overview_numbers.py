"""The numbers of the overview are those of the city, after suppression, read back by the panels' own statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from streams.settings import StreamSettings
from streams.store import Store
from tests.dashboards.asking import period_of, rows_of
from tests.streams.published.cities import publish_city, random_city
from tests.streams.published.reference import reference

pytestmark = pytest.mark.engines

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Overview:
    """A city in the engine, and what the reference says of it within the board's period."""

    reader: Reader
    start: date
    end: date
    truth: Mapping[str, Sequence[Row]]

    def rows(self, panel: str, programme: str = "") -> Sequence[Row]:
        return rows_of(self.reader, CITY_OVERVIEW, panel, **({"programme": programme} if programme else {}))

    def number(self, panel: str, programme: str = "") -> Any:
        rows = self.rows(panel, programme)
        return next(iter(rows[0].values())) if rows else None

    def true(self, view: str, period: str, programme: str = "") -> list[Row]:
        return [
            row
            for row in self.truth[view]
            if self.start <= row[period] <= self.end and programme in {"", row["programme"]}
        ]


@pytest.fixture(scope="module", params=[3, pytest.param(8, marks=pytest.mark.soak)])
def overview(request: pytest.FixtureRequest, tables: StreamSettings, store: Store) -> Iterator[Overview]:
    """A city drawn at random: many small numbers, of which few may be shown."""
    city = random_city(request.param)
    today = datetime.now(ZoneInfo("Europe/Helsinki")).date()
    with Reader(DashboardSettings(clickhouse_url=tables.clickhouse_url)) as reader:
        publish_city(store, city)
        names = ", ".join(f"('{one.name}')" for one in city.gatherings)
        hashed = store.query(f"SELECT name, sipHash64(name) FROM VALUES('name String', {names})")  # noqa: S608
        order = {row[0]: row[1] for row in hashed}
        start, end = (moment.astimezone(UTC).date() for moment in period_of(CITY_OVERVIEW))
        yield Overview(reader, start, end, reference(city, today, order))


def known(rows: list[Row], name: str) -> list[Any]:
    return [row[name] for row in rows if row[name] is not None]


def total(rows: list[Row], name: str) -> Any:
    return sum(known(rows, name)) if known(rows, name) else None


PROGRAMMES = ["", "regional-event", "theme-night", "youth-centre", "police-dialogue"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_answer_is_that_of_the_city(overview: Overview, programme: str) -> None:
    """Visits, gatherings, new visitors and completeness, of all programmes and of each."""
    months = overview.true("months", "month", programme)
    assert overview.number("Visits in the period", programme) == total(months, "visits")
    held = total(months, "gatherings")
    assert overview.number("Gatherings held", programme) == held
    new = total(overview.true("visitors", "month", programme), "new_visitors")
    assert overview.number("New visitors", programme) == new
    share = None if not held else 1 - sum(row["not_recorded"] for row in months) / held
    assert overview.number("How complete is the counting?", programme) == (share and pytest.approx(share))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_last_week_is_that_of_the_city(overview: Overview, programme: str) -> None:
    """Its visits, and how they stand to the usual."""
    weeks = [row for row in overview.true("weeks", "week", programme) if row["whole"]]
    last = max((row["week"] for row in weeks), default=None)
    those = [row for row in weeks if row["week"] == last]
    assert overview.number("Visits in the last whole week", programme) == total(those, "visits")
    both = [row for row in weeks if row["visits"] is not None and row["usual"] is not None]
    latest = [row for row in both if row["week"] == max(one["week"] for one in both)]
    usual = sum(row["usual"] for row in latest)
    growth = sum(row["visits"] for row in latest) / usual - 1 if usual else None
    found = overview.number("Last week against usual", programme)
    assert found == (growth if growth is None else pytest.approx(growth))


def test_the_series_and_lists_are_those_of_the_city(overview: Overview) -> None:
    """Each point and row, and a gap where nothing may be shown."""
    weeks = [row for row in overview.true("weeks", "week") if row["whole"]]
    shown = {(row["time"], row["programme"]): row["visits"] for row in overview.rows("How many came each week?")}
    assert shown == {(row["week"], row["programme"]): row["visits"] for row in weeks}
    for row in overview.rows("Is it growing?"):
        those = [one for one in weeks if one["week"] == row["time"] and one["visits"] is not None]
        comparable = those and all(one["usual"] is not None for one in those)
        assert row["visits"] == total(those, "visits")
        assert row["usual"] == (pytest.approx(total(those, "usual")) if comparable else None)
    bars = {row["programme"]: row["visits"] for row in overview.rows("Which programmes do people come to?")}
    for programme, visits in bars.items():
        assert visits == total(overview.true("months", "month", programme), "visits")
    assert set(bars) == {row["programme"] for row in overview.true("months", "month")}
    table = {(row["month"], row["programme"]): row for row in overview.rows("Months by programme")}
    for row in overview.true("months", "month"):
        found = table.pop((row["month"], row["programme"]))
        assert {name: row[name] for name in ("visits", "state", "family_visits", "families_state")} == {
            name: found[name] for name in ("visits", "state", "family_visits", "families_state")
        }
    assert not table


def test_new_returning_and_reach_are_those_of_the_city(overview: Overview) -> None:
    """By month over the programmes that are shown; by age band over the months."""
    visitors = overview.true("visitors", "month")
    for row in overview.rows("New or returning?"):
        those = [one for one in visitors if one["month"] == row["time"]]
        assert row["new_visitors"] == total(those, "new_visitors")
        assert row["returning_visitors"] == total(those, "returning_visitors")
    reach = overview.true("reach", "month")
    bands = {row["age_band"]: row["per_1000"] for row in overview.rows("Whom do we reach?")}
    assert set(bands) == {row["age_band"] for row in reach}
    for band, found in bands.items():
        wanted = total([row for row in reach if row["age_band"] == band], "per_1000_residents")
        assert found == (wanted and pytest.approx(wanted))


def test_what_is_suppressed_is_nowhere_a_zero(overview: Overview) -> None:
    """The city has suppressed months, and no panel shows a number for them."""
    hidden = [row for row in overview.true("months", "month") if row["state"] != "counted"]
    assert hidden
    shown = {(row["month"], row["programme"]): row for row in overview.rows("Months by programme")}
    for row in hidden:
        assert shown[row["month"], row["programme"]]["visits"] is None
        assert shown[row["month"], row["programme"]]["state"] == row["state"]


def test_days_with_theme_nights_are_marked(overview: Overview) -> None:
    """Each day of the period once, with the names of those that were not called off."""
    marks = overview.rows("Days with a theme night")
    held: dict[date, set[str]] = {}
    for row in overview.true("gatherings", "day", "theme-night"):
        if row["status"] not in {"cancelled", "postponed"}:
            held.setdefault(row["day"], set()).add(row["gathering"])
    assert [(mark["time"] + timedelta(hours=3)).date() for mark in marks] == sorted(held, reverse=True)
    for mark, day in zip(marks, sorted(held, reverse=True), strict=True):
        assert set(mark["text"].split(", ")) <= held[day]
