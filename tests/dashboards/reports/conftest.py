from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards.reader import Reader
from dashboards.reports.build import read_report
from dashboards.reports.model import Report
from dashboards.reports.period import Period
from dashboards.settings import DashboardSettings
from dashboards.text import Language
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.published.cities import RandomCity, publish_city, random_city


@dataclass(frozen=True, slots=True)
class Released:
    """A small city, what is published of it, and a connection that reads that alone."""

    city: RandomCity
    reader: Reader
    store: Store
    url: str

    @property
    def month(self) -> Period:
        """The last month that is over for the city; published in the first days of a month too, by `publish_city`."""
        day = datetime.now(ZoneInfo("Europe/Helsinki")).date().replace(day=1) - timedelta(days=40)
        return Period.parse(f"{day:%Y-%m}")

    @property
    def year(self) -> Period:
        """All months of the city."""
        days = [one.day for one in self.city.gatherings]
        last = max(days).replace(day=1) + timedelta(days=31)
        return Period("days", min(days).replace(day=1), last.replace(day=1) - timedelta(days=1))

    def report(self, period: Period, language: Language = "en") -> Report:
        return read_report(self.reader, period, language)


@pytest.fixture(scope="module")
def released(tables: StreamSettings, store: Store) -> Iterator[Released]:
    """A city with many small numbers, released as of now."""
    city = random_city(8)
    publish_city(store, city)
    with Reader(DashboardSettings(clickhouse_url=tables.clickhouse_url)) as reader:
        yield Released(city, reader, store, tables.clickhouse_url)
