"""From emit to visible: `python -m benchmarks.latency`.

Emitters of ours (kafka-python, acknowledged by all replicas) send check-ins on a schedule that was fixed beforehand.
Fifty times a second the next check-in is a marker: the first one of a gathering of its own. A marker's latency is from
the moment at which it was due, not from when it was sent, to the moment when a query first shows its gathering's
roll-up. So an emitter or a worker that falls behind makes latencies longer and cannot hide them.
"""

import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.arena import Arena
from benchmarks.contestants import CONTESTANTS, OURS
from benchmarks.results import LATEST, record
from producers.emitter import Emitter
from producers.new_event import new_event
from schemas.contract import Event
from schemas.programmes import Programme

__all__ = ["emit", "main", "percentile"]

MARKERS_PER_SECOND = 50
_GATHERINGS = 200
_MOST_PER_EMITTER = 2_500
_AHEAD = 0.5
"""Seconds from the moment when everybody is ready to the first event that is due."""

_WARM_UP = 3.0
"""Seconds of the schedule, at its beginning, whose markers are not counted: everybody's first statements are slow."""

_POLL = 0.05
_PATIENCE = 30.0
_SEEN = """
SELECT gathering FROM engagement.participation
WHERE programme = 'regional-event' AND gathering LIKE 'marker:%' AND computed > now64(3) - INTERVAL 40 SECOND
"""

_READY = "SELECT count() FROM engagement.participation FINAL WHERE gathering LIKE 'ready:%'"

commands = typer.Typer(add_completion=False)


@commands.command()
def emit(bootstrap: str, rate: float, seconds: float, every: int, of: int, number: int) -> None:
    """Emit this emitter's part of the schedule: each `of`-th event, beginning with the `number`-th.

    Delivers one event to begin with, says `ready`, and is told on its standard input when the schedule begins.
    """
    with Emitter(bootstrap) as emitter:
        emitter.deliver(_check_in(f"ready:{number}", -1 - number, number))
        print("ready", flush=True)
        begin = float(sys.stdin.readline())
        behind = 0.0
        for place in range(number, int(rate * seconds), of):
            due = begin + place / rate
            wait = due - time.time()
            if wait > 0:
                time.sleep(wait)
            behind = max(behind, time.time() - due)
            gathering = f"marker:{place}" if place % every == 0 else f"latency:{place % _GATHERINGS}"
            emitter.emit(_check_in(gathering, place, number))
        report = emitter.finish()
    if not report.complete:
        sys.exit(f"{len(report.failed)} events were not acknowledged")
    print(behind)


@commands.command()
def main(
    *,
    rates: Annotated[str, typer.Option(help="Events per second, comma-separated")] = "100,1000,5000",
    seconds: Annotated[float, typer.Option(help="How long at each rate")] = 20.0,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure at each rate, and write p50, p99 and the worst in seconds, and how far an emitter fell behind."""
    found: dict[str, Any] = {}
    for rate in (float(rate) for rate in rates.split(",")):
        with Arena() as arena:
            latencies, behind = _latencies(arena, rate, seconds)
        found[f"{rate:.0f}"] = {
            "events_per_second": rate,
            "markers": len(latencies),
            "p50": round(percentile(latencies, 50), 3),
            "p99": round(percentile(latencies, 99), 3),
            "worst": round(max(latencies), 3),
            "emitters_behind": round(behind, 3),
        }
        typer.echo(f"{rate:,.0f} events/s: {found[f'{rate:.0f}']}")
    record(out, {"latency_seconds": found})


def percentile(values: list[float], share: float) -> float:
    """Give the smallest value that at least `share` per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(share) // 100) - 1)]


def _check_in(gathering: str, place: int, number: int) -> Event:
    return new_event(
        Programme.REGIONAL_EVENT,
        "check-in",
        gathering=gathering,
        data={"direction": "entry", "visitor": f"{place + 1000:032x}", "age_band": "13-17", "method": "card"},
        source=f"tablet:{number}",
        clock=lambda: datetime.now(UTC),
    )


def _latencies(arena: Arena, rate: float, seconds: float) -> tuple[list[float], float]:
    """Give each marker's latency, and how far behind its schedule an emitter was at worst."""
    every = max(1, round(rate / MARKERS_PER_SECOND))
    group = "bench-latency"
    with ExitStack() as stack:
        worker = stack.enter_context(arena.process(CONTESTANTS[OURS], group))
        worker.start()
        arena.wait_until_it_consumes(CONTESTANTS[OURS], worker, group)
        emitters = _emitters(arena, rate=rate, seconds=_WARM_UP + seconds, every=every)
        try:
            begin = _begin(arena, emitters)
            markers = range(0, int(rate * (_WARM_UP + seconds)), every)
            due = {f"marker:{place}": begin + place / rate for place in markers if place / rate >= _WARM_UP}
            seen = _watch(arena, due, until=begin + _WARM_UP + seconds + _PATIENCE)
            behind = max(float(emitter.communicate()[0] or "nan") for emitter in emitters)
            if any(emitter.returncode for emitter in emitters):
                sys.exit("an emitter failed; see above")
        finally:
            for emitter in emitters:
                emitter.kill()
                emitter.wait()
    if len(seen) < len(due):
        sys.exit(f"{len(due) - len(seen)} of {len(due)} markers were not seen:\n{worker.log_tail()}")
    return [seen[marker] - instant for marker, instant in due.items()], behind


def _emitters(arena: Arena, *, rate: float, seconds: float, every: int) -> list[subprocess.Popen[str]]:
    of = max(1, -(-int(rate) // _MOST_PER_EMITTER))
    given = [arena.engines.bootstrap, *(str(value) for value in (rate, seconds, every, of))]
    command = [sys.executable, "-m", "benchmarks.latency", "emit", *given]
    return [
        subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(of)
    ]


def _begin(arena: Arena, emitters: list[subprocess.Popen[str]]) -> float:
    """Wait until each emitter delivered its first event and ClickHouse shows it; then give all the same beginning."""
    for emitter in emitters:
        assert emitter.stdout is not None
        if emitter.stdout.readline().strip() != "ready":
            sys.exit("an emitter ended before it was ready")
    deadline = time.monotonic() + _PATIENCE
    while int(arena.store.query(_READY)[0][0]) < len(emitters):
        if time.monotonic() > deadline:
            sys.exit("the worker stored nothing")
        time.sleep(_POLL)
    begin = time.time() + _AHEAD
    for emitter in emitters:
        assert emitter.stdin is not None
        print(begin, file=emitter.stdin, flush=True)
    return begin


def _watch(arena: Arena, due: dict[str, float], *, until: float) -> dict[str, float]:
    seen: dict[str, float] = {}
    while len(seen) < len(due) and time.time() < until:
        rows = arena.store.query(_SEEN)
        now = time.time()
        for (marker,) in rows:
            if marker in due:
                seen.setdefault(str(marker), now)
        time.sleep(_POLL)
    return seen


if __name__ == "__main__":
    commands()
