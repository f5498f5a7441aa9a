"""ClickHouse, as the dashboards read it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from connections import classify
from connections.clickhouse import client_errors, connect
from dashboards.errors import QueryRefusedError, ReaderUnavailableError
from dashboards.settings import DashboardSettings

if TYPE_CHECKING:
    from connections.clickhouse import Client, QueryResult

__all__ = ["Answer", "Reader"]

_CONNECT_SECONDS = 3
_OF_THE_STATEMENT = frozenset({159, 164})
"""It takes too long, or writes: recoverable elsewhere, but not for a statement that only reads within a time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement gave.

    Attributes:
        columns: The columns' names.
        types: Their types, as ClickHouse calls them.
        rows: The rows.
        milliseconds: How long it took, from sending to the last row.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    milliseconds: float


class Reader:
    """A connection that can only read; a context manager. It connects when first asked. For one thread at a time."""

    def __init__(self, settings: DashboardSettings) -> None:
        self._settings = settings
        self._open: Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, sql: str) -> Answer:
        """Run a statement whose macros are expanded. Columns are named where there are no rows too.

        Raises:
            ReaderUnavailableError: ClickHouse did not answer.
            QueryRefusedError: It refuses the statement, or the statement took longer than ENGAGE_QUERY_SECONDS.
        """
        result, taken = self._run(sql)
        if result.column_names:
            types = tuple(column.name for column in result.column_types)
            return Answer(tuple(result.column_names), types, result.result_rows, taken)
        described, _ = self._run(f"DESCRIBE TABLE (\n{sql}\n)")
        columns = tuple((str(row[0]), str(row[1])) for row in described.result_rows)
        return Answer(tuple(name for name, _ in columns), tuple(kind for _, kind in columns), (), taken)

    def rows(self, sql: str, parameters: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Return a statement's rows by column; the server binds its parameters, `{name:Type}`.

        Raises:
            ReaderUnavailableError: ClickHouse did not answer.
            QueryRefusedError: It refuses the statement, or the statement took longer than ENGAGE_QUERY_SECONDS.
        """
        result, _ = self._run(sql, parameters)
        return [dict(zip(result.column_names, row, strict=True)) for row in result.result_rows]

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        client, self._open = self._open, None
        if client is not None:
            client.close()

    def _run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> "tuple[QueryResult, float]":
        try:
            client = self._client()
            begun = time.perf_counter()
            result = client.query(sql, parameters=dict(parameters or {}), settings=self._limits())
            return result, (time.perf_counter() - begun) * 1000
        except client_errors() as error:
            failure = classify(error)
            if failure.code is not None and (failure.kind != "recoverable" or failure.code in _OF_THE_STATEMENT):
                raise QueryRefusedError(" ".join(str(error).split())[:600]) from error
            self.close()
            raise self._unavailable(error) from error

    def _limits(self) -> dict[str, Any]:
        # 1 forbids writing and changing settings; Grafana's user has the same profile.
        return {"readonly": 1, "max_execution_time": self._settings.query_seconds}

    def _unavailable(self, error: Exception) -> ReaderUnavailableError:
        return ReaderUnavailableError(
            f"ClickHouse at {self._settings.clickhouse_url} did not answer; is `engage up` running, and are "
            "ENGAGE_CLICKHOUSE_URL, ENGAGE_CLICKHOUSE_USER and ENGAGE_CLICKHOUSE_PASSWORD right?"
            f"{self._settings.clickhouse_connection.advice(error)}"
        )

    def _client(self) -> "Client":
        if self._open is None:
            self._open = connect(
                self._settings.clickhouse_connection,
                client_name="engagement-dashboards",
                connect_seconds=_CONNECT_SECONDS,
                answer_seconds=self._settings.query_seconds + 5,
            )
        return self._open
