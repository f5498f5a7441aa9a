"""A stand-in of Grafana's, and a small set of dashboards to publish to it."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from dashboards.publishing.grafana import Grafana
from dashboards.publishing.publish import Wanted
from dashboards.publishing.settings import PublishingSettings
from tests.dashboards.publishing.publishing import BOARD
from tests.dashboards.publishing.stand_in import TOKEN, StandIn


@pytest.fixture(scope="module")
def running() -> Iterator[StandIn]:
    """A Grafana for all tests of a module."""
    with StandIn() as open_stand_in:
        yield open_stand_in


@pytest.fixture
def stand_in(running: StandIn) -> StandIn:
    """An empty Grafana."""
    running.empty()
    return running


@pytest.fixture
def settings(stand_in: StandIn) -> PublishingSettings:
    """The settings that fit it."""
    return PublishingSettings(
        grafana_url=stand_in.url,
        grafana_token=TOKEN,
        grafana_timeout=2,
        grafana_clickhouse_url="http://clickhouse:8123",
        grafana_clickhouse_password="for-the-reader",
    )


@pytest.fixture
def grafana(settings: PublishingSettings) -> Iterator[Grafana]:
    """A connection to it."""
    with Grafana(settings) as open_grafana:
        yield open_grafana


@pytest.fixture
def board() -> dict[str, Any]:
    """A dashboard that a test may change."""
    return copy.deepcopy(BOARD)


@pytest.fixture
def wanted(board: dict[str, Any]) -> Wanted:
    """Two dashboards in two languages."""
    swedish = {**copy.deepcopy(board), "uid": "engagement-small-sv", "title": "Liten"}
    return Wanted(dashboards={"en": [board], "sv": [swedish]})
