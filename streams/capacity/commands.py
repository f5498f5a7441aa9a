"""The command `engage capacity`: how far a machine carries, and what more takes."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from streams.capacity.load import HELSINKI, Load

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["capacity"]


def capacity(
    *,
    times: Annotated[str, typer.Option(help="How many times the load, parted by commas.")] = "1,10,100,1000",
    events: Annotated[int, typer.Option(min=1, help="Events of a busy day.")] = int(HELSINKI.events),
    gatherings: Annotated[int, typer.Option(min=1, help="Gatherings of that day.")] = int(HELSINKI.gatherings),
    cores: Annotated[int, typer.Option(min=1, help="Of the one machine.")] = 2,
    workers: Annotated[int, typer.Option(min=1, help="On the one machine.")] = 1,
    partitions: Annotated[int, typer.Option(min=1, help="Of each topic on the one machine.")] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Simulate a busy day minute by minute, with the measured costs, on one machine and on as many as it takes.

    Says how full each stage is at worst, what is full first, how old an event is when it shows, and how many
    partitions, workers and ClickHouse shards are needed. Connects to nothing. How it reckons: docs/scale.md.
    """
    from dataclasses import replace

    from rich.table import Table

    from streams.capacity.limits import needed, outlook
    from streams.capacity.plan import MACHINE, SERVERS
    from streams.capacity.report import NEEDED_COLUMNS, STANDING_COLUMNS, as_dict, needed_row, standing_row
    from terminal import console

    load = Load(events=events, gatherings=gatherings)
    machine = replace(
        MACHINE, shared_cores=cores, shard_cores=cores, kafka_cores=cores, workers=workers, partitions=partitions
    )
    factors = _factors(times)
    standing = [outlook(load.times(factor), machine) for factor in factors]
    try:
        wanted = [needed(load.times(factor), SERVERS) for factor in factors]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--times") from error
    if as_json:
        typer.echo(json.dumps([as_dict(*row) for row in zip(factors, standing, wanted, strict=True)]))
        return
    for title, columns, rows in (
        (f"One machine of {cores} cores", STANDING_COLUMNS, map(standing_row, factors, standing)),
        ("What it takes", NEEDED_COLUMNS, map(needed_row, factors, wanted)),
    ):
        table = Table(*columns, title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        console().print(table)


def _factors(text: str) -> "Sequence[float]":
    try:
        factors = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} are no numbers; give e.g. 1,10,100", param_hint="--times") from error
    if min(factors) <= 0:
        raise typer.BadParameter(f"{text!r}: give numbers above 0", param_hint="--times")
    return factors
