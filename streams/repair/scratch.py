"""Databases made for a while: the worker's own statements run there as well as where they belong."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pyarrow as pa

from streams.cluster.one_server import require_one_server
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["SCRATCH", "ScratchStore", "open_scratch", "renamed"]

SCRATCH = "engagement_scratch_"
_STAMP = "%Y%m%d%H%M%S"
_LEFT_OVER = timedelta(hours=6)
"""A scratch database older than that is one whose command was killed; the next one drops it."""

_DATABASE = re.compile(r"\b(engagement|candidates)\.")


def renamed(text: str, scratch: str) -> str:
    """Return a statement with `engagement` replaced by the scratch database, `candidates` by that of its views."""
    return _DATABASE.sub(lambda match: f"{scratch}." if match[1] == "engagement" else f"{scratch}_candidates.", text)


class ScratchStore(Store):
    """A store whose statements and inserts go to a scratch database in place of `engagement`, its views' to a second.

    So the steps of `streams.storing` run there unchanged. Statements given as text, and those with the database as a
    parameter, run as they are.
    """

    def __init__(self, settings: StreamSettings, scratch: str) -> None:
        super().__init__(settings)
        self.scratch = scratch

    @property
    def candidates(self) -> str:
        """The database that stands in for `candidates`."""
        return f"{self.scratch}_candidates"

    def create(self, table: str) -> None:
        """Make an empty table like that of `engagement`. ClickHouse takes no parameters there; the names are ours."""
        self.run_text(f"CREATE TABLE {self.scratch}.{table} AS engagement.{table}")

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table of the scratch database."""
        with self._errors(f"insert into {self.scratch}.{table}"):
            self._client.insert_arrow(f"{self.scratch}.{table}", rows)

    def _text(self, name: str) -> str:
        return renamed(super()._text(name), self.scratch)


@contextmanager
def open_scratch(settings: StreamSettings, store: Store, now: datetime) -> Iterator[ScratchStore]:
    """Make a scratch database and that of its views, empty, and drop both at the end with all that is in them.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any statement; the right to make databases may be missing.
        ActRefusedError: on a cluster, where a table like one of its tables is the same table.
    """
    require_one_server(store, "what needs tables made for a while")
    _drop_left_over(store, now)
    scratch = f"{SCRATCH}{now.strftime(_STAMP)}_{secrets.token_hex(3)}"
    with ScratchStore(settings, scratch) as made:
        try:
            for database in (made.scratch, made.candidates):
                store.run("repair/create_database", {"scratch": database})
            yield made
        finally:
            for database in (made.candidates, made.scratch):
                store.run("repair/drop_database", {"scratch": database})


def _drop_left_over(store: Store, now: datetime) -> None:
    oldest = (now - _LEFT_OVER).strftime(_STAMP)
    for (name,) in store.rows("repair/scratch_databases"):
        if name.removeprefix(SCRATCH)[: len(oldest)] < oldest:
            store.run("repair/drop_database", {"scratch": name})
