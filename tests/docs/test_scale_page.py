"""The page of scale quotes the figures that the code has."""

import re

import pytest

from streams.capacity.costs import MEASURED
from streams.capacity.limits import needed, outlook
from streams.capacity.load import HELSINKI, Load
from streams.capacity.plan import MACHINE, SERVERS
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "figure",
    [
        f"{1 / MEASURED.worker:,.0f}"[:3] + ",000 events a second",
        f"{MEASURED.worker * 1e6:g} µs",
        f"{MEASURED.kafka * 1e6:g} µs",
        f"{MEASURED.insert * 1e6:g} µs",
        f"{MEASURED.batch * 1e3:g} ms",
        f"{MEASURED.gathering * 1e3:g} ms",
        f"{MEASURED.fact * 1e6:g} µs",
        f"{MEASURED.kafka_bytes:g} bytes an event",
        f"{MEASURED.fact_bytes:g} bytes a fact",
        f"{MEASURED.roll_up_bytes:,g} a gathering",
        f"{MEASURED.worker_mb:g} MB a worker",
        f"{MEASURED.release:g} s + {MEASURED.release_gathering * 1e6:g} µs",
        f"{HELSINKI.events:,g} events",
        f"{100 * max(HELSINKI.shares):.1f} % of the day",
    ],
)
def test_a_measured_figure_is_that_of_the_code(figure: str) -> None:
    """Costs and loads as streams/capacity has them."""
    assert figure in " ".join(PAGE.split())


def of(factor: float) -> Load:
    return HELSINKI.times(factor)


def test_the_next_limits_are_those_of_the_simulation() -> None:
    """What the page says is full at 10, 100 and 1,000 times, and by how much, is what comes out."""
    rows = dict(re.findall(r"^\| ([\d,]+)(?: and more)? \| (.*) \|$", PAGE, re.MULTILINE))
    assert outlook(of(10), MACHINE).holds
    hundred, thousand = outlook(of(100), MACHINE), outlook(of(1_000), MACHINE)
    assert hundred.holds
    assert rows["100"].startswith("none")
    assert f"{100 * thousand.stages['ClickHouse']:.0f} %" in rows["1,000"]
    assert f"{100 * thousand.stages['nightly release']:.0f} % of its hour" in rows["1,000"]
    assert f"{100 * thousand.stages['worker']:.0f} % busy" in PAGE
    assert (needed(of(1_000), SERVERS).plan.shard_cores, needed(of(1_000), SERVERS).plan.shards) == (8, 1)
    assert needed(of(1_200), SERVERS).plan != needed(of(1_000), SERVERS).plan
