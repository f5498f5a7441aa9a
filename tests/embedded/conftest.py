"""Engines for the tests of this folder: one of each for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client

from embedded import ClickHouse, Kafka


@pytest.fixture(scope="session")
def clickhouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClickHouse]:
    with ClickHouse(tmp_path_factory.mktemp("clickhouse")) as engine:
        yield engine


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    with Kafka(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


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
