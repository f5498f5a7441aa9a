"""Releases by themselves: every night what is due, every quarter of an hour what is said of the present."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streams.errors import Recoverable
from streams.logs import logger
from streams.releases.calendar import last_ended_day
from streams.releases.editions import released_until
from streams.releases.live import publish_live
from streams.releases.release import release
from streams.store import Store

__all__ = ["QUARTER", "keep_releasing", "next_quarter"]

QUARTER = timedelta(minutes=15)

log = logger("release")


def next_quarter(now: datetime) -> datetime:
    """Return the next full quarter of an hour, in UTC."""
    begun = datetime.fromtimestamp(now.timestamp() // QUARTER.total_seconds() * QUARTER.total_seconds(), UTC)
    return begun + QUARTER


def keep_releasing(store: Store, now: Callable[[], datetime], wait: Callable[[float], bool]) -> None:
    """Publish what is due at once and then at each quarter of an hour, until told to stop. A missed night is caught up.

    Args:
        store: A connection whose user may write the databases `releases` and `published`.
        now: The present, with a time zone.
        wait: Waits so many seconds, and returns whether to stop.

    Raises:
        StoreRefusedError: ClickHouse refuses a statement; trying again would not help.
    """
    while True:
        _publish(store, now())
        present = now()
        if wait((next_quarter(present) - present).total_seconds()):
            return


def _publish(store: Store, now: datetime) -> None:
    try:
        until, before = last_ended_day(now), released_until(store)
        if before is None or before < until:
            found = release(store, until)
            log.info("release.published", edition=found.edition, until=until.isoformat(), first=len(found.first))
        publish_live(store)
    except Recoverable as error:
        log.warning("release.waits", error=str(error))
