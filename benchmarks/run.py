"""The side-by-side: `python -m benchmarks.run`. README.md says what is measured from where to where."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.arena import LOADER, Arena, Run, RunFailedError
from benchmarks.contestants import CONTESTANTS, OURS, Contestant
from benchmarks.environments import EnvironmentMissingError, python_of
from benchmarks.load import Job
from benchmarks.results import LATEST, QUICK, job_section, machine, ratios, record, recorded

__all__ = ["disqualified", "main", "run_job"]

_PEOPLE = 200_000
_QUICK_EVENTS = 30_000
_WIDTH = 120

notes = Console(stderr=True)


def run_job(
    arena: Arena, job: Job, contestants: Sequence[Contestant], *, rounds: int, limit: float
) -> tuple[dict[str, list[Run]], dict[str, str]]:
    """Let all contestants do a job in turn, `rounds` times, each time beginning with the next one.

    Gives the runs by contestant, and what failed by contestant: one that failed takes part no more.
    """
    notes.print(f"{job.gatherings} gatherings: writing {job.events:,} events to Kafka")
    truth = arena.load(job)
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    failed: dict[str, str] = {}
    for number in range(rounds):
        turn = number % len(contestants)
        for contestant in (*contestants[turn:], *contestants[:turn]):
            if contestant.name in failed:
                continue
            try:
                run = arena.run(contestant, truth, limit=limit)
            except RunFailedError as error:
                failed[contestant.name] = str(error)
                _warn(str(error))
                continue
            runs[contestant.name].append(run)
            outcome = "verified" if run.verified else "WRONG" if run.finished else "did not finish"
            notes.print(
                f"round {number + 1} of {rounds}, {contestant.title}: {run.events_per_second:,.0f} events/s, {outcome}"
            )
            for line in run.wrong:
                _warn(f"  {line}")
    return runs, failed


def main(
    *,
    events: Annotated[int, typer.Option(min=1, help="How many events a job has")] = 1_000_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each contestant does each job")] = 3,
    contestants: Annotated[str, typer.Option(help="Which, comma-separated")] = ",".join(CONTESTANTS),
    jobs: Annotated[str, typer.Option(help="Jobs by their number of gatherings, comma-separated")] = "2000,10,20000",
    limit: Annotated[float, typer.Option(help="Seconds that a run gets at most")] = 240.0,
    quick: Annotated[bool, typer.Option("--quick", help="One small job, one round, for correctness")] = False,
    out: Annotated[Path | None, typer.Option(help="The results file; other jobs and measurements in it stay")] = None,
) -> None:
    """Run the contestants side by side, verify every result, and write the figures.

    Exit codes: 0 all that ran are right, 1 a result was wrong, a contestant failed, or ours did not finish.
    """
    if quick:
        events, rounds, jobs, limit = min(events, _QUICK_EVENTS), 1, "2000", 30.0
    wanted = [CONTESTANTS[name] for name in contestants.split(",")]
    present, absent = _present(wanted)
    sections: dict[str, Any] = {}
    everything_failed: dict[str, str] = {}
    for name in jobs.split(","):
        with Arena() as arena:
            job = Job(int(name), events, int(time.time() * 1000) - 3_600_000, _PEOPLE)
            runs, failed = run_job(arena, job, present, rounds=rounds, limit=limit)
            about = machine(str(arena.store.query("SELECT version()")[0][0]))
        everything_failed |= failed
        missing = {**absent, **{one: f"failed: {why}" for one, why in failed.items()}}
        sections[name] = job_section(
            gatherings=job.gatherings, events=events, people=_PEOPLE, runs=runs, absent=missing
        )
        console = Console()
        console.width = max(console.width, _WIDTH)
        console.print(_table(name, sections[name]))
    file = out or (QUICK if quick else LATEST)
    all_jobs = {**recorded(file).get("jobs", {}), **sections}
    found = ratios(all_jobs)
    if found:
        typer.echo("  ".join(f"ours / {name}: {ratio:.2f}" for name, ratio in found.items()))
    record(file, {"machine": about, "jobs": all_jobs, "ratios": found})
    if everything_failed or disqualified(sections):
        sys.exit(1)


def _present(wanted: Sequence[Contestant]) -> tuple[list[Contestant], dict[str, str]]:
    """Make every environment; what cannot be made is absent, with the reason."""
    python_of(LOADER)
    present: list[Contestant] = []
    absent: dict[str, str] = {}
    for contestant in wanted:
        try:
            python_of(contestant.requirements)
            present.append(contestant)
        except EnvironmentMissingError as error:
            absent[contestant.name] = str(error)
            _warn(f"{contestant.title} takes no part: {error}")
    return present, absent


def _warn(text: str) -> None:
    notes.print(text, style="red", markup=False, highlight=False)


def disqualified(sections: dict[str, Any]) -> bool:
    """Tell whether any result was wrong, or ours did not finish; a slow peer may not finish."""
    figures = [
        (name, one) for job in sections.values() for name, one in job["contestants"].items() if "absent" not in one
    ]
    return any(one["wrong"] or (name == OURS and not one["verified"]) for name, one in figures)


def _table(name: str, job: dict[str, Any]) -> Table:
    table = Table(title=f"{name} gatherings, {job['events']:,} events", title_justify="left")
    table.add_column("contestant")
    for heading in ("events/s", "min", "max", "CPU µs/event", "of engines", "peak MB"):
        table.add_column(heading, justify="right")
    table.add_column("result")
    ordered = sorted(
        job["contestants"].values(), key=lambda one: -one.get("events_per_second", {"median": 0})["median"]
    )
    for one in ordered:
        if "absent" in one:
            table.add_row(one["title"], "", "", "", "", "", "", one["absent"].partition("\n")[0])
            continue
        rate, cpu = one["events_per_second"], one["cpu_microseconds_per_event"]
        table.add_row(
            one["title"],
            f"{rate['median']:,.0f}",
            f"{rate['min']:,.0f}",
            f"{rate['max']:,.0f}",
            f"{cpu['contestant']:.1f}",
            f"{cpu['clickhouse'] + cpu['kafka']:.1f}",
            f"{one['peak_mb']}",
            "verified" if one["verified"] else "WRONG" if one["wrong"] else "did not finish",
        )
    return table


if __name__ == "__main__":
    typer.run(main)
