"""An examination: what is looked at, with which limits, and what was found."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from streams.errors import KafkaRefusedError, NotPermittedError, Recoverable, StreamError
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["LIMITS", "Check", "Examination", "Finding", "Limits", "examine"]


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on something is amiss.

    Attributes:
        lag: So many messages behind a worker counts as overwhelmed; some seconds of its work.
        waiting: So long a message may wait before somebody has to look.
        oldest_engine: From ClickHouse 24.12 on `least` and `greatest` pass over NULL, which the roll-ups rely on.
        free_disk: Share of a disk of ClickHouse's that has to be free: merges write before they delete.
        refused: So many dead letters of a source in a day are looked at; fewer are somebody's slip.
        clock: So far may another machine's clock be from this one's. Events may lie 10 minutes in the future.
        seen: Whoever stored something within that time is looked for in the consumer group.
        watch: So long an offset is watched that should move: several times what a batch of a backlog takes.
    """

    lag: int = 100_000
    waiting: timedelta = timedelta(minutes=5)
    oldest_engine: tuple[int, int] = (24, 12)
    free_disk: float = 0.05
    clock: timedelta = timedelta(seconds=30)
    seen: timedelta = timedelta(hours=1)
    watch: timedelta = timedelta(seconds=10)
    refused: int = 20


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` is empty where it is in order.

    Where this user or this machine cannot look, `looked_at` is false and `state` says who can: that is no fault.
    """

    subject: str
    state: str
    remedy: str = ""
    looked_at: bool = True

    @property
    def healthy(self) -> bool:
        """Whether nothing is to be done."""
        return not self.remedy


@dataclass(frozen=True, slots=True)
class Examination:
    """What every check is given."""

    settings: StreamSettings
    store: Store
    now: Callable[[], datetime]
    limits: Limits
    wait: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Check:
    """One look at the pipeline.

    Attributes:
        subject: What it looks at.
        remedy: What helps where it cannot be looked at: the look raised a StreamError, or what it needs is away.
        look: Gives a finding or several.
        needs: Subjects of checks before it; where one of these cannot be reached this is not tried.
    """

    subject: str
    remedy: str
    look: Callable[[Examination], Iterable[Finding]]
    needs: tuple[str, ...] = ()


def examine(
    settings: StreamSettings, now: Callable[[], datetime], checks: Sequence[Check], limits: Limits = LIMITS
) -> Iterator[Finding]:
    """Make each check, and give its findings as they come."""
    away: set[str] = set()
    with Store(settings) as store:
        examination = Examination(settings, store, now, limits)
        for check in checks:
            missing = " and ".join(need for need in check.needs if need in away)
            if missing:
                yield Finding(check.subject, f"not looked at, since {missing} does not answer", check.remedy)
                continue
            try:
                yield from check.look(examination)
            except NotPermittedError:
                state = f"not looked at: ClickHouse gives the user {settings.clickhouse_user} no right to it"
                yield Finding(check.subject, f"{state}; a user that may read all of `engagement` can", looked_at=False)
            except StreamError as error:
                if isinstance(error, Recoverable | KafkaRefusedError):
                    away.add(check.subject)
                yield Finding(check.subject, str(error), check.remedy)
