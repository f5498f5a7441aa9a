"""A year of a city, drawn once, and a browser that reaches no network."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboards.build import built_dashboards
from dashboards.preview.write import Wanted, Written, write_previews
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from streams.settings import StreamSettings
from streams.store import Store
from tests.dashboards.preview.every_kind import every_kind
from tests.shared_engines import SharedEngines
from tests.streams.published.cities import publish_due

YEAR = Path(__file__).parents[3] / "benchmarks" / "demo_year.sql"


@pytest.fixture(scope="package")
def year_url(engines: SharedEngines) -> Iterator[str]:
    """An engine with a year of a city: two gatherings a month in each district and programme."""
    with engines.taken("the year of a city", engines.clickhouse):
        with Store(StreamSettings(clickhouse_url=engines.clickhouse_url)) as store:
            engines.restore_tables(store)
            year = YEAR.read_text(encoding="utf-8").replace("numbers(13056)", f"numbers({4 * 34 * 24})")
            for text in re.split(r";\s*\n", year):
                if text.strip():
                    store.run_text(text)
            publish_due(store)
        yield engines.clickhouse_url


@pytest.fixture(scope="package")
def reader(year_url: str) -> Iterator[Reader]:
    with Reader(DashboardSettings(clickhouse_url=year_url)) as reader:
        yield reader


@pytest.fixture(scope="package")
def drawn(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> tuple[Wanted, Written]:
    """Every board in English, and a dashboard with a panel of every kind, drawn for the year."""
    pytest.importorskip("vl_convert", reason="vl-convert-python is not installed")
    built: list[tuple[Any, Any]] = [*built_dashboards(["en"]), ("en", every_kind())]
    wanted = Wanted(built, tmp_path_factory.mktemp("previews"), datetime.now(UTC))
    return wanted, write_previews(wanted, reader)
