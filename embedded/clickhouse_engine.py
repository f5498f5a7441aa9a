"""The ClickHouse engine of this process: one data directory, a connection for each session, statements in parallel."""

from __future__ import annotations

import fcntl
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

DEFAULT_SESSION_SECONDS = 60.0
LOCK_SECONDS = 15.0
ENGINE_OPTIONS = "max_threads=2"
_CODE = re.compile(r"Code: (\d+)")
_TWICE = re.compile(r"\A(Code: \d+\. DB::Exception: )\1")  # so chdb wraps errors of inserts and settings
_SETTING = re.compile(r"[A-Za-z_]\w*")


class StatementError(Exception):
    """The engine refused or failed a statement.

    Attributes:
        code: ClickHouse's number of the error, such as 60 for an unknown table.
        message: ClickHouse's own text.
    """

    def __init__(self, message: str, code: int | None = None) -> None:
        message = _TWICE.sub(r"\1", message.strip())
        super().__init__(message)
        self.message = message
        found = _CODE.search(message)
        self.code = code if code is not None else int(found[1]) if found else 1002


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement's result and what it cost."""

    data: bytes
    result_rows: int
    read_rows: int
    read_bytes: int
    written_rows: int
    written_bytes: int
    elapsed_ns: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and how a statement runs.

    Attributes:
        session: Session id; statements of one session see each other's SET, USE and temporary tables.
        session_seconds: How long an idle session is kept.
        database: The default database, or None for the session's.
        settings: ClickHouse settings for this statement.
        read_only: Refuse everything that writes.
    """

    session: str | None = None
    session_seconds: float = DEFAULT_SESSION_SECONDS
    database: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False


class _Connection:
    """One connection of chdb, used by one statement at a time, and what was set on it."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.busy = threading.Lock()
        self.expires = 0.0
        self._database: str | None = None
        self._settings: dict[str, str] = {}

    def run(self, sql: str, output_format: str, parameters: Mapping[str, str]) -> Answer:
        try:
            result = self.raw.query(sql, output_format, params=dict(parameters))
        except RuntimeError as error:
            raise StatementError(str(error)) from error
        if result.has_error():
            raise StatementError(str(result.error_message()))
        return Answer(
            data=result.bytes(),
            result_rows=result.rows_read(),
            read_rows=result.storage_rows_read(),
            read_bytes=result.storage_bytes_read(),
            written_rows=result.rows_written(),
            written_bytes=result.bytes_written(),
            elapsed_ns=int(result.elapsed() * 1e9),
        )

    def enter(self, scope: Scope) -> None:
        """Make the connection's database and settings those of the scope; costs nothing if they are already."""
        if scope.database is not None and scope.database != self._database:
            self.run(f"USE {_quoted(scope.database, '`')}", "Null", {})
            self._database = scope.database
        gone = [f"{name} = DEFAULT" for name in self._settings.keys() - scope.settings.keys()]
        new = [
            f"{_setting(name)} = {_quoted(value, chr(39))}"
            for name, value in scope.settings.items()
            if self._settings.get(name) != value
        ]
        for change in gone + new:
            self.run(f"SET {change}", "Null", {})
        self._settings = dict(scope.settings)

    def forget(self) -> None:
        """A statement may have changed the database: set it again next time."""
        self._database = None


class Engine:
    """The engine over one data directory, from open to close; its methods may be called from many threads.

    Args:
        data_dir: Where tables live; made if missing. Locked while open.
        options: More options of chdb's connections, each `NAME=VALUE`.
    """

    def __init__(self, data_dir: Path, options: Sequence[str] = ()) -> None:
        self._data_dir = data_dir
        self._options = "&".join((ENGINE_OPTIONS, *options))
        self._sessions: dict[str, _Connection] = {}
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        """Open the engine.

        Raises:
            TimeoutError: Another process has the directory open and did not let go of it in time.
        """
        import chdb

        self._data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = (self._data_dir.parent / f"{self._data_dir.name}.lock").open("w")
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._data_dir} is open in another process; stop that one first")
            time.sleep(0.02)
        self._connect = chdb._chdb.connect  # noqa: SLF001  chdb.connect adds progress bars and hides the statistics
        self._keeper = self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._sessions.values():
            connection.raw.close()
        self._sessions.clear()
        self._keeper.raw.close()
        self._lock.close()

    @contextmanager
    def connection(self, scope: Scope) -> Iterator[_Connection]:
        """A connection on which the scope's database and settings hold, for one statement or a few.

        Raises:
            StatementError: The database or a setting is unknown, or the session is busy (code 373).
        """
        if scope.session is None or scope.read_only:
            connection = self._open(read_only=scope.read_only)
            try:
                connection.enter(scope)
                yield connection
            finally:
                connection.raw.close()
            return
        connection = self._session(scope.session)
        try:
            connection.enter(scope)
            yield connection
        finally:
            connection.expires = time.monotonic() + scope.session_seconds
            connection.busy.release()

    def _session(self, name: str) -> _Connection:
        """The session's connection, locked; idle sessions whose time has passed are closed on the way."""
        now = time.monotonic()
        with self._guard:
            for other, connection in list(self._sessions.items()):
                if other != name and connection.expires < now and connection.busy.acquire(blocking=False):
                    self._sessions.pop(other).raw.close()
            connection = self._sessions.setdefault(name, self._sessions.get(name) or self._open())
            if not connection.busy.acquire(blocking=False):
                message = (
                    f"Code: 373. DB::Exception: Session {name} is locked by a concurrent client. (SESSION_IS_LOCKED)"
                )
                raise StatementError(message)
            return connection

    def _open(self, *, read_only: bool = False) -> _Connection:
        options = f"{self._options}&mode=ro" if read_only else self._options
        return _Connection(self._connect(f"{self._data_dir}?{options}"))


def _setting(name: str) -> str:
    if not _SETTING.fullmatch(name):
        raise StatementError(f"Code: 115. DB::Exception: Unknown setting '{name}'. (UNKNOWN_SETTING)")
    return name


def _quoted(text: str, mark: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(mark, "\\" + mark)
    return f"{mark}{escaped}{mark}"
