"""ClickHouse: its version, its disks, its clock, the tables, and whether they forget."""

from collections.abc import Iterable
from datetime import UTC

from streams.doctor.examination import Examination, Finding
from streams.migrations import migrations
from streams.retention import overdue

__all__ = ["look_at_clock", "look_at_disks", "look_at_engine", "look_at_retention", "look_at_tables"]

_GIB = 1024**3


def look_at_engine(given: Examination) -> Iterable[Finding]:
    """Whether it is new enough."""
    ((version,),) = given.store.rows("engine_version")
    state = f"{given.settings.clickhouse_url}: version {version}"
    oldest = given.limits.oldest_engine
    if tuple(int(part) for part in version.split(".")[:2]) < oldest:
        return [Finding("ClickHouse", state, f"upgrade it to {'.'.join(map(str, oldest))} or newer")]
    return [Finding("ClickHouse", state)]


def look_at_disks(given: Examination) -> Iterable[Finding]:
    """Whether each disk has room."""
    for name, free, total in given.store.rows("disks"):
        state = f"{name}: {free / _GIB:.1f} of {total / _GIB:.1f} GiB free"
        low = free < given.limits.free_disk * total
        remedy = "free some of it or add a disk, before ClickHouse stops taking inserts and merging" if low else ""
        yield Finding("disk", state, remedy)


def look_at_clock(given: Examination) -> Iterable[Finding]:
    """Whether its clock is ours: retention and `published` views go by it."""
    before = given.now()
    ((there,),) = given.store.rows("engine_clock")
    after = given.now()
    there = there.replace(tzinfo=UTC)
    off = max(there - after, before - there)
    if off <= given.limits.clock:
        return [Finding("clock of ClickHouse", "as ours")]
    state = f"{off.total_seconds():.0f} s {'ahead of' if there > after else 'behind'} this machine's"
    return [
        Finding("clock of ClickHouse", state, "set both machines' clocks by NTP (`timedatectl` shows which is off)")
    ]


def look_at_tables(given: Examination) -> Iterable[Finding]:
    """Whether every migration is applied."""
    applied = {row[0] for row in given.store.rows("applied_migrations")}
    missing = [step for step in migrations() if step.version not in applied]
    state = f"at migration {max(applied, default=0):04d}"
    if missing:
        return [Finding("tables", f"{state}, {len(missing)} not applied", "run `engage migrate`")]
    return [Finding("tables", state)]


def look_at_retention(given: Examination) -> Iterable[Finding]:
    """Whether each table that forgets has its TTL, and keeps nothing longer."""
    for found in overdue(given.store, given.now()):
        days = found.ageing.period.days
        state = f"{found.ageing.table}: nothing older than {days} days"
        if found.oldest is not None:
            oldest = found.oldest.replace(tzinfo=UTC).isoformat(timespec="seconds")
            state = f"{found.ageing.table}: {found.rows} rows older than {days} days, the oldest of {oldest}"
        if not found.promised:
            state += f"; the table's TTL is not {days} days"
        yield Finding("retention", state, f"run in ClickHouse: {found.remedy}" if found.remedy else "")
