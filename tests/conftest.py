"""What the tests share: one pair of real engines, and what a test makes on them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from embedded.machine import Engines

# On a busy machine an example may take long, or long to make; how long is not what these tests prove.
settings.register_profile("any pace", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if "CI" not in os.environ:  # hypothesis has a profile of its own there
    settings.load_profile("any pace")


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Kafka and ClickHouse, started once for all tests that want them."""
    with Engines(tmp_path_factory.mktemp("engines")) as running:
        yield running


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests skip where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"real data is absent: {folder}")
    return folder
