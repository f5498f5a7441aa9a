"""Two workers of one consumer group against one: `python -m benchmarks.two_workers`."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.arena import Arena, Run
from benchmarks.contestants import CONTESTANTS, OURS
from benchmarks.load import Job
from benchmarks.results import LATEST, record, spread

__all__ = ["main"]


def main(
    *,
    events: Annotated[int, typer.Option(help="How many events")] = 1_000_000,
    gatherings: Annotated[int, typer.Option(help="How many gatherings")] = 2_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each")] = 3,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure in turn; exit code 1 where a result is wrong."""
    runs: dict[int, list[Run]] = {1: [], 2: []}
    with Arena() as arena:
        truth = arena.load(Job(gatherings, events, int(time.time() * 1000) - 3_600_000))
        for _ in range(rounds):
            for workers, done in runs.items():
                run = arena.run(CONTESTANTS[OURS], truth, workers=workers)
                done.append(run)
                typer.echo(f"{workers} of one group: {run.events_per_second:,.0f} events/s, verified: {run.verified}")
    found: dict[str, Any] = {
        name: {
            "events_per_second": spread([run.events_per_second for run in runs[workers]]),
            "verified": all(run.verified for run in runs[workers]),
        }
        for workers, name in ((1, "one"), (2, "two"))
    }
    medians = {name: one["events_per_second"]["median"] for name, one in found.items()}
    found["two_to_one"] = round(medians["two"] / medians["one"], 2)
    typer.echo(f"two workers / one: {found['two_to_one']}")
    record(out, {"two_workers": found})
    if not (found["one"]["verified"] and found["two"]["verified"]):
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
