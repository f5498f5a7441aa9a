from collections.abc import Iterator

import pytest

from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from streams.store import Store


@pytest.fixture(scope="module")
def reader(store: Store) -> Iterator[Reader]:
    """What panels ask the module's own ClickHouse through."""
    with Reader(DashboardSettings(clickhouse_url=store._settings.clickhouse_url)) as open_reader:
        yield open_reader
