"""What an event costs as stored facts grow: `python -m benchmarks.growth`.

Slice after slice of a million events comes, each with 2,000 gatherings of its own; the facts and roll-ups of the slices
before stay. The worker begins each slice anew, under the same consumer group, and its memory is noted. A small slice
before the first one warms the engines up; it is not told.
"""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.arena import Arena
from benchmarks.contestants import CONTESTANTS, OURS
from benchmarks.load import Job
from benchmarks.results import LATEST, record
from benchmarks.truth import Truth

__all__ = ["main"]


def main(
    *,
    slices: Annotated[int, typer.Option(min=2, help="How many slices")] = 10,
    events: Annotated[int, typer.Option(help="How many events a slice has")] = 1_000_000,
    gatherings: Annotated[int, typer.Option(help="How many gatherings are live at a time")] = 2_000,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure slice by slice; exit code 1 where a slice comes out wrong."""
    rows: list[dict[str, Any]] = []
    with Arena() as arena:
        stored = Truth()
        for number in range(slices + 1):
            many = events if number else max(events // 10, 3 * gatherings)
            new = arena.load(Job(gatherings, many, int(time.time() * 1000) - 3_600_000, seed=number))
            run = arena.run(CONTESTANTS[OURS], new, onto=stored, limit=600)
            stored += new
            if not run.verified:
                sys.exit(f"slice {number} came out wrong: {run.wrong}")
            if number == 0:
                continue
            rows.append(
                {
                    "stored": sum(stored.facts.values()),
                    "microseconds_per_event": round(run.seconds / run.events * 1e6, 2),
                    "worker_cpu": round(run.cpu_seconds / run.events * 1e6, 2),
                    "clickhouse_cpu": round(run.clickhouse_cpu_seconds / run.events * 1e6, 2),
                    "peak_mb": round(run.peak_mb),
                    "verified": True,
                }
            )
            typer.echo(f"slice {number} of {slices}: {rows[-1]}")
    cost = "microseconds_per_event"
    found = {
        "gatherings_live": gatherings,
        "slices": rows,
        "last_to_first": round(rows[-1][cost] / rows[0][cost], 2),
        "cpu_last_to_first": round(_cpu(rows[-1]) / _cpu(rows[0]), 2),
    }
    typer.echo(f"cost per event, last slice to first: {found['last_to_first']}, CPU: {found['cpu_last_to_first']}")
    record(out, {"growth": found})


def _cpu(row: dict[str, Any]) -> float:
    return float(row["worker_cpu"] + row["clickhouse_cpu"])


if __name__ == "__main__":
    typer.run(main)
