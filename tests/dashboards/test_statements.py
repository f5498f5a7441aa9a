"""Every statement runs on a real engine, whatever is stored, and its panel can draw what comes."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dashboards.build import built_dashboards
from dashboards.check import Checked, as_dict, check_queries, counted
from dashboards.errors import QueryRefusedError, ReaderUnavailableError
from dashboards.labels import STATUSES
from dashboards.macros import Context, expand
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from embedded.clickhouse import ClickHouse
from schemas.programmes import Programme
from streams.settings import StreamSettings
from streams.store import Store
from tests.shared_engines import SharedEngines
from tests.streams.published.cities import RandomCity, RandomGathering, publish_city, publish_due

pytestmark = [pytest.mark.engines, pytest.mark.timeout(300)]

YEAR = Path(__file__).parents[2] / "benchmarks" / "demo_year.sql"
BUILT = [dashboard for _, dashboard in built_dashboards(["en"])]


@pytest.fixture(scope="module")
def engine(tables: StreamSettings, engines: SharedEngines) -> ClickHouse:
    """The engine, migrated, with nothing in it."""
    assert tables.clickhouse_url == engines.clickhouse_url
    return engines.clickhouse


@pytest.fixture(scope="module")
def url(engine: ClickHouse) -> str:
    return engine.url


def checked(engine: ClickHouse, *, narrowed: bool) -> Checked:
    found = counted(BUILT)
    with Reader(DashboardSettings(clickhouse_url=engine.url)) as reader:
        check_queries(found, BUILT, reader, datetime.now(UTC), narrowed=narrowed)
    assert [str(finding) for finding in found.findings] == []
    return found


def test_every_statement_runs_where_nothing_is_stored(engine: ClickHouse, url: str) -> None:
    """No number is not 0: stats give NULL or no row, lists no rows; nobody is open, and that is a number."""
    found = checked(engine, narrowed=False)
    assert found.dashboards == len(BUILT)
    assert found.queries > found.panels
    with Reader(DashboardSettings(clickhouse_url=url)) as reader:
        numbers = reader.answer("SELECT sumOrNull(visits) FROM published.months").rows
        assert numbers == [(None,)]
        assert reader.answer("SELECT day, visits FROM published.days").columns == ("day", "visits")


def test_every_statement_runs_where_no_number_may_be_shown(engine: ClickHouse, url: str) -> None:
    """Gatherings that nobody counted, and ones with too few people."""
    monday = date.today() - timedelta(days=14 + date.today().weekday())  # noqa: DTZ011  a day of the last weeks
    gatherings = [
        RandomGathering(programme, f"{programme}:{number}", monday, "kallio", visits, planned=True, inside=visits)
        for programme in Programme
        for number, visits in enumerate((None, 1, 2))
    ]
    met = RandomGathering(
        Programme.YOUTH_CENTRE, "nobody planned it", monday, "", None, met={"street": 3}, planned=False
    )
    gatherings += [met, *(replace(gatherings[0], name=status, status=status) for status in STATUSES if status)]
    with Store(StreamSettings(clickhouse_url=url)) as store:
        publish_city(store, RandomCity(gatherings))
    assert checked(engine, narrowed=False).rows > 0


def test_every_statement_runs_over_a_year(engine: ClickHouse, url: str) -> None:
    """With all and with one chosen, over a year in which each district and programme has a gathering a month.

    How long each takes over a whole Helsinki's year is measured by `benchmarks.published`.
    """
    with Store(StreamSettings(clickhouse_url=url)) as store:
        publish_city(store, RandomCity([]))
        year = YEAR.read_text(encoding="utf-8").replace("numbers(13056)", f"numbers({4 * 34 * 12})")
        for text in re.split(r";\s*\n", year):
            if text.strip():
                store.run_text(text)
        publish_due(store)
    found = checked(engine, narrowed=True)
    assert found.rows > 1000
    shown = as_dict(found)
    assert (shown["failures"], shown["dashboards"], shown["findings"]) == (0, len(BUILT), [])
    assert shown["slowest"]


def test_a_statement_that_the_engine_refuses_is_a_finding(url: str) -> None:
    """With the engine's own reason; a macro that stays, a column that no panel knows and a slow one are as well."""
    first = BUILT[0]
    dashboard = {**first, "panels": [deepcopy(first["panels"][0])], "annotations": {}}
    bad = {
        "SELECT nothing FROM published.days": "nothing",
        "SELECT count() FROM published.days WHERE $__nothing(day)": "$__nothing would be left",
        "SELECT visits, visits AS more FROM published.days": "takes one number, not 2",
        "SELECT number FROM numbers(2)": "takes one row, not 2",
    }
    with Reader(DashboardSettings(clickhouse_url=url)) as reader:
        for text, wrong in bad.items():
            dashboard["panels"][0]["targets"][0]["rawSql"] = text
            found = counted([dashboard])
            check_queries(found, [dashboard], reader, datetime.now(UTC), narrowed=False)
            assert any(wrong in finding.fault.wrong for finding in found.findings), text
            assert {finding.rule for finding in found.findings} == {"R25"}
        found = counted([dashboard])
        check_queries(found, [dashboard], reader, datetime.now(UTC), limit_ms=0.001, narrowed=False)
        assert any("0.001 ms or less" in finding.fault.remedy for finding in found.findings)


def test_the_days_of_a_period_are_those_of_helsinki(url: str) -> None:
    """A month that begins and ends at Helsinki's midnights has its own days, from the first to the last."""
    bounds = "toDate($__fromTime, 'Europe/Helsinki') AS first, toDate($__toTime, 'Europe/Helsinki') AS last"
    november = Context(datetime(2026, 10, 31, 22, tzinfo=UTC), datetime(2026, 11, 30, 21, 59, 59, tzinfo=UTC))
    with Reader(DashboardSettings(clickhouse_url=url)) as reader:
        assert reader.answer(expand(f"SELECT {bounds}", november)).rows == [(date(2026, 11, 1), date(2026, 11, 30))]


def test_the_reader_cannot_write_and_ends_in_time(url: str) -> None:
    """A dashboard's connection is for reading, and a statement that takes too long is refused."""
    with Reader(DashboardSettings(clickhouse_url=url, query_seconds=0.2)) as reader:
        with pytest.raises(QueryRefusedError, match="readonly"):
            reader.answer("CREATE TABLE engagement.x (a UInt8) ENGINE = Memory")
        with pytest.raises(QueryRefusedError, match="TIMEOUT_EXCEEDED"):
            reader.answer("SELECT count() FROM numbers(1e12) WHERE NOT ignore(sipHash64(number))")


def test_a_clickhouse_that_is_away_is_named() -> None:
    """With the settings that name it."""
    settings = DashboardSettings(clickhouse_url="http://127.0.0.1:9")
    with Reader(settings) as reader, pytest.raises(ReaderUnavailableError, match="ENGAGE_CLICKHOUSE_URL"):
        reader.answer("SELECT 1")
