from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.shared_engines import SharedEngines


@pytest.fixture(scope="package")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    """Engines with a worker, once for all tests of the gateway."""
    with Pipeline(tmp_path_factory.mktemp("gateway-pipeline"), engines) as running:
        worker = running.start_worker()
        eventually(lambda: running.log_of(worker), lambda text: "worker.started" in text)
        yield running


@pytest.fixture(scope="package")
def gateway_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="package")
def gateway(pipeline: Pipeline, gateway_folder: Path) -> Iterator[GatewayProcess]:
    """A running gateway over the pipeline."""
    running = GatewayProcess(
        gateway_folder,
        pipeline.environment,
        gateway_failures_per_minute=100_000,
        gateway_requests_per_second=10_000,
        gateway_events_per_second=100_000,
        gateway_refusals_at_once=1_000_000,
    )
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One headless chromium for all tests of the pages; each opens a context of its own."""
    from tests.producers.gateway.door_page import chromium  # skips these tests alone where Playwright is absent

    with chromium() as running:
        yield running


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A phone of its own, in English."""
    from tests.producers.gateway.door_page import PHONE

    with browser.new_context(**PHONE, locale="en-GB") as opened:
        yield opened
