"""How long a release takes, and reading it: `python -m benchmarks.published`.

Every statement of the dashboards over made-up years of Helsinki: one, three and ten years, and one with ten times the
gatherings, as ratios to the first in one run on one machine.
"""

import re
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from benchmarks.results import LATEST, record
from dashboards.build import built_dashboards
from dashboards.check import check_queries, counted
from dashboards.reader import Answer, Reader
from dashboards.settings import DashboardSettings
from embedded.clickhouse import ClickHouse
from streams.migrations import migrate
from streams.releases.calendar import last_ended_day
from streams.releases.live import publish_live
from streams.releases.release import release
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["main"]

YEAR = Path(__file__).with_name("demo_year.sql")

SIZES: Mapping[str, tuple[int, int]] = {"1 year": (1, 1), "3 years": (3, 1), "10 years": (10, 1), "10 times": (1, 10)}
"""By name: how many years, and how many times the gatherings of each."""


RUNS = 5
"""How often each statement is run."""

LIMIT_MS = 20
"""A board's statement is quick below it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a size; statements by the clock, each the median of its runs.

    Attributes:
        gatherings: How many there are.
        first_release_seconds: All of the past in one go.
        night_seconds: A release of one more night.
        statements: How many were run.
        median_ms: Half of them took no longer.
        slowest_ms: None took longer.
        slowest: Which one.
        above_20_ms: How many of them took longer than that.
    """

    gatherings: int
    first_release_seconds: float
    night_seconds: float
    statements: int
    median_ms: float
    slowest_ms: float
    slowest: str
    above_20_ms: int


class _Recorder(Reader):
    """A reader that remembers how long each statement took."""

    def __init__(self, url: str) -> None:
        super().__init__(DashboardSettings(clickhouse_url=url))
        self.taken: dict[str, float] = {}

    def answer(self, sql: str) -> Answer:
        """Run a statement `RUNS` times, and remember the median; see `Reader.answer`."""
        found = sorted((super(_Recorder, self).answer(sql) for _ in range(RUNS)), key=lambda one: one.milliseconds)
        self.taken[sql] = found[RUNS // 2].milliseconds
        return found[RUNS // 2]


def main(
    *,
    size: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(SIZES)}; all by default")] = None,
    limit: Annotated[
        float | None, typer.Option(help="Milliseconds that no size's median statement may be above")
    ] = None,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Release each size's past and one more night, then run every statement with all and with one chosen.

    Exit code 1 where a median is above the limit, if one is given, or a statement gives what its panel cannot show.
    """
    names = size or list(SIZES)
    if unknown := [name for name in names if name not in SIZES]:
        raise typer.BadParameter(f"--size {unknown[0]}: choose from {', '.join(SIZES)}")
    found: dict[str, Measured] = {}
    findings: list[str] = []
    typer.echo("size       gatherings  all at once  a night  statements   median  slowest")
    for name in names:
        found[name], wrong = _measured(*SIZES[name])
        findings += wrong
        one, first = found[name], found[names[0]]
        typer.echo(
            f"{name:10} {one.gatherings:10,} {one.first_release_seconds:9.1f} s {one.night_seconds:6.1f} s "
            f"{one.statements:11} {one.median_ms:5.1f} ms {one.slowest_ms:5.0f} ms  "
            f"x {one.median_ms / first.median_ms:.2f} of {names[0]}; {one.above_20_ms} above {LIMIT_MS} ms; "
            f"slowest {one.slowest}"
        )
    record(out, {"releases": {name: asdict(one) for name, one in found.items()}})
    for finding in findings:
        typer.echo(finding, err=True)
    if limit is not None and (slow := [name for name, one in found.items() if one.median_ms > limit]):
        sys.exit(f"the median is above {limit:g} ms: {', '.join(slow)}")
    if findings:
        sys.exit(1)


def _measured(years: int, times: int) -> tuple[Measured, list[str]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        ClickHouse(Path(folder)) as engine,
        Store(StreamSettings(clickhouse_url=engine.url)) as store,
        _Recorder(engine.url) as reader,
    ):
        migrate(store)
        for text in re.split(r";\s*\n", _year(years, times)):
            if text.strip():
                store.run_text(text)
        last = last_ended_day(datetime.now(UTC))
        first, night = (_seconds(store, until) for until in (last - timedelta(days=1), last))
        publish_live(store)
        built = [dashboard for _, dashboard in built_dashboards(["en"])]
        checked = counted(built)
        check_queries(checked, built, reader, datetime.now(UTC))
        ((gatherings,),) = store.query("SELECT count() FROM published.gatherings")
    slowest = max(reader.taken, key=lambda sql: reader.taken[sql])
    taken = list(reader.taken.values())
    measured = Measured(
        gatherings,
        first,
        night,
        checked.queries,
        median(taken),
        max(taken),
        " ".join(slowest.split())[:60],
        sum(one > LIMIT_MS for one in taken),
    )
    return measured, [str(finding) for finding in checked.findings]


def _year(years: int, times: int) -> str:
    """Return the statements that make so many years, the first of which are as the year that the file makes."""
    text = YEAR.read_text(encoding="utf-8")
    text = re.sub(r"\bnumbers\((\d+)\)", lambda found: f"numbers({int(found[1]) * years * times})", text)
    return text.replace("intDiv(number, 136) % 12", f"intDiv(number, 136) % {12 * years}")


def _seconds(store: Store, until: date) -> float:
    begun = time.perf_counter()
    release(store, until)
    return time.perf_counter() - begun


if __name__ == "__main__":
    typer.run(main)
