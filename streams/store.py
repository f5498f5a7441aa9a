"""ClickHouse, as the stream uses it: statements out of .sql files, inserts of Arrow tables, errors in our own tree."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from connections import ServiceError, classify
from connections.clickhouse import client_errors, connect, sent_along
from streams.errors import NotPermittedError, StoreMemoryError, StoreRefusedError, StoreUnavailableError
from streams.records import Gathering
from streams.settings import StreamSettings

if TYPE_CHECKING:
    from connections.clickhouse import Client, ExternalData

__all__ = ["Store", "statement"]

_UNKNOWN_TABLE = 60
_ACCESS_DENIED = 497

_SESSION_SECONDS = 30.0
"""A session that was not used for so long may be gone, with its temporary table: ClickHouse ends it after 60 s."""

_TYPES = {pa.string(): "String", pa.uint32(): "UInt32", pa.uint64(): "UInt64"}
"""How ClickHouse calls the types of rows that go with a statement."""

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 120


@cache
def statement(name: str) -> str:
    """Give the text of a statement, by its path below streams/sql without the ending."""
    return (files("streams") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Store:
    """A connection to ClickHouse, from opening to closing; a context manager.

    Each method may raise StoreUnavailableError (the same call may succeed later) or StoreRefusedError (it will not).
    Not safe for use from several threads at once: open one a thread.
    """

    def __init__(self, settings: StreamSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic
        self._used = monotonic()
        self._paused = False
        self._open: Client | None = None
        self._can_touch = False
        self._touched: Mapping[str, Collection[Gathering]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table of the database `engagement`; columns are matched by name.

        Where ClickHouse has too little memory for them, they go in halves, down to one row: each of our tables takes
        the same row again without a difference.
        """
        try:
            with self._errors(f"insert into {table}"):
                self._client.insert_arrow(f"engagement.{table}", rows)
        except StoreMemoryError:
            half = rows.num_rows // 2
            if not half:
                raise
            self.insert(table, rows.slice(0, half))
            self.insert(table, rows.slice(half))

    def run_on(self, name: str, table: str, rows: pa.Table, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement of streams/sql that answers nothing and reads rows which go with it, as a table of that name.

        For what may grow: ClickHouse takes no parameter of more than 131,072 bytes (`http_max_field_value_size`).
        """
        with self._errors(name):
            self._client.raw_query(
                self._text(name), parameters=dict(parameters or {}), external_data=_sent(table, rows)
            )

    def rows_on(
        self, name: str, table: str, rows: pa.Table, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Sequence[Any]]:
        """Run a query of streams/sql that reads rows which go with it, as `run_on`, and return its rows."""
        with self._errors(name):
            answer = self._client.query(
                self._text(name), parameters=dict(parameters or {}), external_data=_sent(table, rows)
            )
            return answer.result_rows

    def touch(self, roll_ups: Mapping[str, Collection[Gathering]]) -> None:
        """Make the temporary table `touched` say for which gatherings each roll-up is to be recomputed.

        It belongs to the session. While that lives, to touch the same again costs nothing. After a pause the session
        counts as lost, and the table is made and filled anew. A session that is lost all the same is a
        StoreUnavailableError of whatever needs the table, after which this does so too.
        """
        self._note_pause()
        if self._paused:
            self._can_touch, self._touched, self._paused = False, None, False
        wanted = {name: frozenset(gatherings) for name, gatherings in roll_ups.items()}
        if self._touched == wanted:
            return
        self._touched = None
        if not self._can_touch:
            self.run("create_touched")
            self._can_touch = True
        self.run("clear_touched")
        rows = [(name, *gathering) for name, gatherings in wanted.items() for gathering in gatherings]
        columns = ("roll_up", "programme", "gathering")
        with self._errors("insert into touched"):
            self._client.insert_arrow(
                "touched",
                pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(columns)}),
            )
        self._touched = wanted

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement of streams/sql that answers nothing."""
        with self._errors(name):
            # Not `command`: that puts parameters into the address.
            self._client.raw_query(self._text(name), parameters=dict(parameters or {}))

    def run_text(self, text: str) -> None:
        """Run a statement that is given as text: one of a migration."""
        with self._errors(text.strip().partition("\n")[0]):
            self._client.command(text)

    def rows(self, name: str, parameters: Mapping[str, Any] | None = None) -> Sequence[Sequence[Any]]:
        """Run a query of streams/sql and give its rows."""
        with self._errors(name):
            return self._client.query(self._text(name), parameters=dict(parameters or {})).result_rows

    def query(self, text: str) -> Sequence[Sequence[Any]]:
        """Run a query that is given as text and give its rows."""
        with self._errors(text.strip().partition("\n")[0]):
            return self._client.query(text).result_rows

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        client, self._open = self._open, None
        self._can_touch, self._touched = False, None
        if client is not None:
            client.close()

    def _text(self, name: str) -> str:
        """Return the statement that runs under this name."""
        return statement(name)

    @property
    def _client(self) -> "Client":
        if self._open is None:
            self._open = connect(
                self._settings.clickhouse_connection,
                client_name="engagement-pipeline",
                connect_seconds=_CONNECT_SECONDS,
                answer_seconds=_ANSWER_SECONDS,
                session=True,  # what is touched is a table of the session
            )
        return self._open

    @contextmanager
    def _errors(self, what: str) -> Iterator[None]:
        self._note_pause()
        try:
            yield
            self._used = self._monotonic()
        except ServiceError as error:
            raise StoreRefusedError(str(error)) from error
        except client_errors() as error:
            failure = classify(error)
            if failure.kind == "recoverable" or (failure.code == _UNKNOWN_TABLE and self._lost_touched()):
                self.close()
                raise StoreUnavailableError(self._lost(what, error)) from error
            advice = self._settings.clickhouse_connection.advice(error)
            refusal = f"ClickHouse at {self._settings.clickhouse_url} refuses {what}: {error}{advice}"
            if failure.code == _ACCESS_DENIED:
                raise NotPermittedError(refusal) from error
            raise (StoreMemoryError if failure.out_of_memory else StoreRefusedError)(refusal) from error

    def _note_pause(self) -> None:
        """Remember, until `touch` asks, that the session was not used for so long that it may have ended meanwhile."""
        self._paused = self._paused or self._monotonic() - self._used > _SESSION_SECONDS

    def _lost_touched(self) -> bool:
        """Whether a session had the temporary table once and has it no more: it ended without a word."""
        try:
            return self._can_touch and not int(str(self._client.command("EXISTS TEMPORARY TABLE touched")))
        except client_errors():
            return True

    def _lost(self, what: str, error: Exception) -> str:
        advice = self._settings.clickhouse_connection.advice(error)
        return f"ClickHouse at {self._settings.clickhouse_url} did not do {what}: {error}{advice}"


def _sent(table: str, rows: pa.Table) -> "ExternalData":
    """Return rows as what goes with a statement."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema) as writer:
        writer.write_table(rows)
    structure = ", ".join(f"{field.name} {_TYPES[field.type]}" for field in rows.schema)
    return sent_along(table, structure, sink.getvalue().to_pybytes())
