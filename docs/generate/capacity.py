"""The tables of capacity: what one machine carries, and what more takes."""

import re
from dataclasses import fields

from docs.generate.markdown import page, table
from streams.capacity.costs import MEASURED, Costs
from streams.capacity.day import minutes_to_catch_up
from streams.capacity.limits import needed, outlook
from streams.capacity.load import HELSINKI
from streams.capacity.plan import MACHINE, SERVERS
from streams.capacity.report import NEEDED_COLUMNS, STANDING_COLUMNS, needed_row, standing_row

__all__ = ["TIMES", "capacity"]

TIMES = (1, 10, 100, 1_000)


def capacity() -> str:
    """Return the page."""
    meanings = _meanings()
    return page(
        "Capacity",
        "What `engage capacity` says by default: a busy day of Helsinki, assumed generously as "
        f"{HELSINKI.events:,.0f} events at {HELSINKI.gatherings:,.0f} gatherings of {HELSINKI.hours:g} hours, and 10, "
        "100 and 1,000 times that, simulated minute by minute. How it reckons, and what follows: [scale](../scale.md).",
        f"## One machine of {MACHINE.shared_cores:g} cores\n\n"
        f"{MACHINE.workers} worker, {MACHINE.partitions} partitions a topic, everything on it: how the day goes, and "
        "how full each stage is at worst.",
        table(STANDING_COLUMNS, (standing_row(times, outlook(HELSINKI.times(times), MACHINE)) for times in TIMES)),
        "## What it takes\n\n"
        f"Servers of their own, ClickHouse's with {SERVERS.shard_cores:g} cores and {SERVERS.disk_gb:g} GB each, so "
        "that no stage is fuller than 70 %; replicas come on top. The nightly release is told apart: more servers "
        "make it no faster.",
        table(NEEDED_COLUMNS, (needed_row(times, needed(HELSINKI.times(times), SERVERS)) for times in TIMES)),
        "## After a day away\n\n"
        "How long a day's backlog takes on one machine, from midnight on, while the next day's events come in.",
        table(("times", "minutes"), ((f"{times:,}", _caught_up(times)) for times in TIMES)),
        "## What it is reckoned with\n\n"
        "Processor seconds, seconds and megabytes, as measured; "
        "[`streams/capacity/costs.py`](../../streams/capacity/costs.py).",
        table(
            ("cost", "is", "what"),
            ((f"`{one.name}`", f"{getattr(MEASURED, one.name):g}", meanings[one.name]) for one in fields(MEASURED)),
        ),
    )


def _caught_up(times: int) -> str:
    load = HELSINKI.times(times)
    minutes = minutes_to_catch_up(load, MACHINE, load.events)
    return "not within a day" if minutes is None else str(minutes)


def _meanings() -> dict[str, str]:
    return dict(re.findall(r"^\s+(\w+): (.+)\.$", Costs.__doc__ or "", re.MULTILINE))
