"""What the tests share: one pair of real engines, and what a test makes on them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from streams.settings import StreamSettings
from streams.store import Store
from tests.pipeline import Pipeline, eventually
from tests.processor_times import ProcessorTimes
from tests.shared_engines import SharedEngines

# On a busy machine an example may take long, or long to make; how long is not what these tests prove.
settings.register_profile("any pace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if "CI" not in os.environ:  # hypothesis has a profile of its own there
    settings.load_profile("any pace")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that measures tests."""
    parser.addoption("--processor-times", metavar="FILE", help="append what each test costs in processor time to FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Measure where that is wished."""
    if file := config.getoption("--processor-times"):
        config.pluginmanager.register(ProcessorTimes(Path(file).absolute()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, which have a time limit of their own: none runs alone at the end.

    A limit of a soak test says nothing of its file: out of its folder's order, a file makes the folder's fixtures anew.
    """
    long = {item.path for item in items if item.get_closest_marker("timeout") and not item.get_closest_marker("soak")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedEngines]:
    """Kafka and ClickHouse for all tests that do not need their own."""
    with SharedEngines(tmp_path_factory.mktemp("engines")) as running:
        yield running


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    """The engines with a worker, once for a module's tests that only send it something and look at what comes of it."""
    with Pipeline(tmp_path_factory.mktemp("pipeline"), engines) as running:
        worker = running.start_worker()
        eventually(lambda: running.log_of(worker), lambda text: "worker.started" in text)
        yield running


@pytest.fixture(scope="module")
def tables(engines: SharedEngines, request: pytest.FixtureRequest) -> Iterator[StreamSettings]:
    """Where a ClickHouse is, with every table and view, all of them empty and the module's alone."""
    with engines.taken(request.node.nodeid, engines.clickhouse):
        settings = StreamSettings(clickhouse_url=engines.clickhouse_url)
        with Store(settings) as store:
            engines.restore_tables(store)
        yield settings


@pytest.fixture(scope="module")
def store(tables: StreamSettings) -> Iterator[Store]:
    """A connection to these tables."""
    with Store(tables) as open_store:
        yield open_store


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests skip where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real data is absent: {folder}")
    return folder


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of small inputs beside the checkout; tests skip where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip(f"the inputs of people are absent: {folder}")
    return folder
