"""How long each table keeps its rows, and whether ClickHouse does so: it deletes at merges, in its own time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from streams.facts import FAMILIES
from streams.judging import RETENTION
from streams.store import Store

__all__ = ["AGEING", "BATCHES_RETENTION", "GRACE", "QUARANTINE_RETENTION", "Ageing", "Overdue", "overdue"]

QUARANTINE_RETENTION = timedelta(days=30)
"""How long dead letters are kept after Kafka appended them."""

BATCHES_RETENTION = timedelta(days=90)
"""How long it is kept which worker stored which batch when."""

GRACE = timedelta(days=1)
"""How long ClickHouse may take to delete what is due: it looks at each part every four hours."""


_TTL = re.compile(r" TTL (.+?)(?: SETTINGS | COMMENT |$)")


@dataclass(frozen=True, slots=True)
class Ageing:
    """A table whose rows are deleted a `period` after the instant in `column`."""

    table: str
    column: str
    period: timedelta

    @property
    def ttl(self) -> str:
        """The table's TTL as ClickHouse writes it in the definition."""
        return f"toDateTime({self.column}) + toIntervalDay({self.period.days})"


AGEING: tuple[Ageing, ...] = (
    *(Ageing(family.table, "time", RETENTION) for family in FAMILIES if family.ages),
    Ageing("quarantine", "appended", QUARANTINE_RETENTION),
    Ageing("batches", "booked", BATCHES_RETENTION),
    Ageing("amendments", "appended", RETENTION),
)
"""Every table that forgets."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Rows that should be deleted by now, and whether the table has the TTL that it should have."""

    ageing: Ageing
    rows: int
    oldest: datetime | None
    promised: bool

    @property
    def remedy(self) -> str:
        """The statements that help, for any client of ClickHouse; empty where nothing is overdue."""
        table = self.ageing.table
        statements = []
        if not self.promised:
            statements.append(f"ALTER TABLE engagement.{table} MODIFY TTL {self.ageing.ttl}")
        if self.rows:
            statements += [f"SYSTEM START TTL MERGES engagement.{table}", f"OPTIMIZE TABLE engagement.{table} FINAL"]
        return "; ".join(statements)


def overdue(store: Store, now: datetime, tables: Sequence[Ageing] = AGEING) -> list[Overdue]:
    """Look at each table for rows older than its period and the grace, and at its TTL.

    Raises:
        StoreRefusedError: a table is missing.
    """
    found = []
    for ageing in tables:
        cutoff = (now - ageing.period - GRACE).strftime("%Y-%m-%d %H:%M:%S.%f")
        names = {"table": ageing.table, "column": ageing.column}
        ((rows, oldest),) = store.rows("overdue_rows", {**names, "cutoff": cutoff})
        ((definition,),) = store.rows("table_definition", {"table": ageing.table})
        ttl = _TTL.search(definition)
        found.append(Overdue(ageing, rows, oldest if rows else None, ttl is not None and ttl[1] == ageing.ttl))
    return found
