"""The shared engines, by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client

from embedded import ClickHouse, Kafka
from tests.shared_engines import SharedEngines


@pytest.fixture(scope="session")
def clickhouse(engines: SharedEngines) -> ClickHouse:
    return engines.clickhouse


@pytest.fixture(scope="session")
def kafka(engines: SharedEngines) -> Kafka:
    return engines.kafka


@pytest.fixture
def client(clickhouse: ClickHouse) -> Iterator[Client]:
    """A client of its own database, which is gone afterwards."""
    with clickhouse_connect.get_client(host="127.0.0.1", port=clickhouse.port) as admin:
        admin.command("CREATE DATABASE tests")
        try:
            with clickhouse_connect.get_client(host="127.0.0.1", port=clickhouse.port, database="tests") as ours:
                yield ours
        finally:
            admin.command("DROP DATABASE tests")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"
