"""How long published views and dashboards take over a year of Helsinki: `python -m benchmarks.published`."""

import re
import sys
import tempfile
import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from benchmarks.engine_reader import EngineReader
from benchmarks.results import LATEST, record
from dashboards.build import built_dashboards
from dashboards.check import Checked, as_dict, check_queries, counted
from embedded.clickhouse import ClickHouse
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store
from streams.views import PUBLISHED

__all__ = ["main"]

YEAR = Path(__file__).with_name("demo_year.sql")


def main(
    *,
    rounds: Annotated[int, typer.Option(min=1, help="How often each view is read; the median counts")] = 3,
    times: Annotated[int, typer.Option(min=1, help="So many times the year's gatherings")] = 1,
    limit: Annotated[
        int | None, typer.Option(help="Milliseconds that no view's median and no statement's best may be above")
    ] = None,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Read every view whole, then run every statement of the dashboards with all and with one chosen.

    Views are timed by the clock, statements by the engine's processor time. Exit code 1 where one takes longer than the
    limit, if one is given, or a statement gives what its panel cannot show.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        ClickHouse(Path(folder)) as engine,
        Store(StreamSettings(clickhouse_url=engine.url)) as store,
    ):
        migrate(store)
        for text in re.split(r";\s*\n", _year(times)):
            if text.strip():
                store.run_text(text)
        found = {view: _milliseconds(store, view, rounds) for view in PUBLISHED}
        checked = _statements(engine, limit)
    for view, taken in sorted(found.items(), key=lambda pair: -pair[1]):
        typer.echo(f"{taken:6} ms  {view}")
    shown = as_dict(checked)
    typer.echo(
        f"{shown['queries']} statements, {shown['rows']:,} rows; slowest {checked.slowest_ms:.0f} ms, {checked.slowest}"
    )
    of_years = f"_of_{times}_years" if times > 1 else ""
    record(out, {f"published_milliseconds{of_years}": found, f"statements{of_years}": shown})
    for finding in checked.findings:
        typer.echo(finding, err=True)
    if limit is not None and (slow := _above(limit, found)):
        sys.exit(f"slower than {limit} ms: {', '.join(slow)}")
    if checked.findings:
        sys.exit(1)


def _statements(engine: ClickHouse, limit: int | None) -> Checked:
    built = [dashboard for _, dashboard in built_dashboards(["en"])]
    checked = counted(built)
    with EngineReader(engine) as reader:
        check_queries(checked, built, reader, datetime.now(UTC), limit_ms=limit)
    return checked


def _year(times: int) -> str:
    return re.sub(
        r"\bnumbers\((\d+)\)",
        lambda found: f"numbers({int(found[1]) * times})",
        YEAR.read_text(encoding="utf-8"),
    )


def _milliseconds(store: Store, view: str, rounds: int) -> int:
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        store.query(f"SELECT * FROM published.{view}")  # noqa: S608  a name of ours
        taken.append(time.perf_counter() - begun)
    return round(median(taken) * 1000)


def _above(limit: int, found: dict[str, int]) -> Collection[str]:
    return [view for view, taken in found.items() if taken > limit]


if __name__ == "__main__":
    typer.run(main)
