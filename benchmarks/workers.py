"""One to four workers of one consumer group, on eight partitions a topic: `python -m benchmarks.workers`."""

import sys
import time
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from benchmarks.arena import Arena, Run
from benchmarks.contestants import CONTESTANTS, OURS
from benchmarks.load import Job
from benchmarks.results import LATEST, record, spread

__all__ = ["PARTITIONS", "main", "section"]

PARTITIONS = 8


def main(
    *,
    events: Annotated[int, typer.Option(help="How many events")] = 1_000_000,
    gatherings: Annotated[int, typer.Option(help="How many gatherings")] = 2_000,
    most: Annotated[int, typer.Option(min=1, max=PARTITIONS, help="How many workers at most")] = 4,
    rounds: Annotated[int, typer.Option(min=1, help="How often each")] = 3,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure in turn; exit code 1 where a result is wrong."""
    runs: dict[int, list[Run]] = {count: [] for count in range(1, most + 1)}
    with Arena(partitions=PARTITIONS) as arena:
        truth = arena.load(Job(gatherings, events, int(time.time() * 1000) - 3_600_000))
        for _ in range(rounds):
            for workers, done in runs.items():
                run = arena.run(CONTESTANTS[OURS], truth, workers=workers, limit=600)
                done.append(run)
                typer.echo(f"{workers} of one group: {run.events_per_second:,.0f} events/s, verified: {run.verified}")
    found = section(runs, events=events, gatherings=gatherings)
    typer.echo(f"against one worker: {found['to_one']}")
    record(out, {"workers": found})
    if not all(one["verified"] for one in found["by_count"].values()):
        sys.exit(1)


def section(runs: dict[int, list[Run]], *, events: int, gatherings: int) -> dict[str, Any]:
    """Give the figures by the number of workers, and their rates set against one worker's."""
    by_count = {str(count): _figures(done) for count, done in runs.items()}
    rates = {count: one["events_per_second"]["median"] for count, one in by_count.items()}
    return {
        "partitions": PARTITIONS,
        "events": events,
        "gatherings": gatherings,
        "by_count": by_count,
        "to_one": {count: round(rate / rates["1"], 2) for count, rate in rates.items() if count != "1"},
    }


def _figures(runs: list[Run]) -> dict[str, Any]:
    def microseconds(total: str) -> float:
        each: list[float] = [getattr(run, total) / run.events * 1e6 for run in runs]
        return round(median(each), 1)

    return {
        "events_per_second": spread([run.events_per_second for run in runs]),
        "cpu_microseconds_per_event": {
            "workers": microseconds("cpu_seconds"),
            "clickhouse": microseconds("clickhouse_cpu_seconds"),
            "kafka": microseconds("kafka_cpu_seconds"),
        },
        "peak_mb_of_one": round(max(run.peak_mb for run in runs)),
        "verified": all(run.verified for run in runs),
    }


if __name__ == "__main__":
    typer.run(main)
