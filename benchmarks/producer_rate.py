"""How many events a second one emitter gets acknowledged by Kafka: `python -m benchmarks.producer_rate`."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.arena import Arena
from benchmarks.results import LATEST, record, spread
from producers.emitter import Emitter
from producers.new_event import new_event
from schemas.contract import Event
from schemas.programmes import Programme

__all__ = ["main"]


def main(
    *,
    events: Annotated[int, typer.Option(help="How many events a round has")] = 30_000,
    rounds: Annotated[int, typer.Option(min=1, help="How many rounds")] = 3,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure `emit`, which makes, judges, sends and accounts for each event."""
    rates = []
    with Arena() as arena:
        for _ in range(rounds):
            begun = time.monotonic()
            with Emitter(arena.engines.bootstrap, timeout=60) as emitter:
                for event in _events(events):
                    emitter.emit(event)
                acknowledged = emitter.finish().acknowledged
            rates.append(acknowledged / (time.monotonic() - begun))
            typer.echo(f"{acknowledged:,} events acknowledged, {rates[-1]:,.0f} events/s")
    record(out, {"producer": {"events_per_second": spread(rates), "rounds": rounds}})


def _events(count: int) -> Iterator[Event]:
    for number in range(count):
        yield new_event(
            Programme.YOUTH_CENTRE,
            "check-in",
            gathering=f"rate:{number % 100}",
            data={"direction": "entry", "visitor": f"{number:032x}", "age_band": "13-17", "method": "card"},
            source="tablet:rate",
            clock=lambda: datetime.now(UTC),
        )


if __name__ == "__main__":
    typer.run(main)
