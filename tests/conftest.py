"""What the tests share: one pair of real engines, and what a test makes on them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from embedded.clickhouse import ClickHouse
from embedded.machine import Engines
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from tests.pipeline import Pipeline, eventually
from tests.ready_tables import lay_tables

# On a busy machine an example may take long, or long to make; how long is not what these tests prove.
settings.register_profile("any pace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if "CI" not in os.environ:  # hypothesis has a profile of its own there
    settings.load_profile("any pace")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, which have a time limit of their own: none runs alone at the end."""
    long = {item.path for item in items if item.get_closest_marker("timeout")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Kafka and ClickHouse, started once for all tests that want them."""
    with Engines(tmp_path_factory.mktemp("engines")) as running:
        yield running


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """Engines with a worker, once for all tests that only send it something and look at what comes of it."""
    with Pipeline(tmp_path_factory.mktemp("pipeline")) as running:
        worker = running.start_worker()
        eventually(lambda: running.log_of(worker), lambda text: "worker.started" in text)
        yield running


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A connection to a ClickHouse engine of the module's own, with every table and view."""
    folder = tmp_path_factory.mktemp("clickhouse")
    lay_tables(folder)
    with (
        ClickHouse(folder) as engine,
        Store(StreamSettings(clickhouse_url=engine.url)) as open_store,
    ):
        migrate(open_store)
        yield open_store


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests skip where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real data is absent: {folder}")
    return folder
