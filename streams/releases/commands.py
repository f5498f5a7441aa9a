"""The command `engage release`."""

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from streams.commands import EXIT_USAGE, fail, read_settings
from streams.errors import StreamError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from streams.releases.calendar import Unit
    from streams.releases.release import Released
    from streams.store import Store

__all__ = ["release"]


def release(
    *,
    until: Annotated[
        datetime | None,
        typer.Option(metavar="DAY", formats=["%Y-%m-%d"], help="The last day to publish; by default yesterday."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be published; publish nothing.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep publishing: every night, and the present every 15 minutes.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Publish what is due: gatherings the morning after, months and quarters when they are closed, and revisions.

    Running it again changes nothing; a missed night is caught up, and the first one publishes the past. A day is over
    at five in the morning. Exit codes: 0 published; 1 refused; 2 wrong usage; 3 ClickHouse does not answer, or another
    release is being made.
    """
    from datetime import UTC

    from streams.releases.calendar import last_ended_day
    from streams.store import Store

    settings = read_settings()
    last = last_ended_day(datetime.now(UTC))
    if watch and (until or dry_run):
        raise typer.BadParameter("--watch publishes what is due each night: leave out --until and --dry-run")
    if until and until.date() > last:
        typer.echo(f"error: --until {until.date()}: the last day that is over is {last}", err=True)
        sys.exit(EXIT_USAGE)
    try:
        with Store(settings) as store:
            if watch:
                _watch(store)
                return
            found = _once(store, until.date() if until else last, dry_run=dry_run)
    except StreamError as error:
        fail(error)
    typer.echo(json.dumps(_as_dict(found)) if as_json else "\n".join(_as_lines(found)))


def _once(store: "Store", until: "date", *, dry_run: bool) -> "Released":
    from streams.migrations import require_migrated
    from streams.releases.live import publish_live
    from streams.releases.release import release as publish

    require_migrated(store)
    found = publish(store, until, dry_run=dry_run)
    if not dry_run:
        publish_live(store)
    return found


def _watch(store: "Store") -> None:
    import signal
    import threading
    from datetime import UTC

    from streams.migrations import require_migrated
    from streams.releases.nightly import keep_releasing

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    require_migrated(store)
    keep_releasing(store, lambda: datetime.now(UTC), stop.wait)


def _as_dict(found: "Released") -> dict[str, object]:
    return {
        "edition": found.edition,
        "until": found.until.isoformat(),
        **{name: [_unit(unit) for unit in units] for name, units in _parts(found)},
    }


def _unit(unit: "Unit") -> dict[str, str]:
    return {"kind": unit.kind, "period": unit.period.isoformat(), "programme": unit.programme}


def _as_lines(found: "Released") -> list[str]:
    head = f"edition {found.edition}, " if found.edition else "nothing was published; it would be "
    lines = [f"{head}gatherings up to {found.until}"]
    for name, units in _parts(found):
        lines += [f"{name:8} {unit.kind:8} {unit.period}  {unit.programme}" for unit in units]
    return lines


def _parts(found: "Released") -> "Sequence[tuple[str, Sequence[Unit]]]":
    return [("first", found.first), ("revised", found.revised), ("kept", found.kept), ("final", found.final)]
