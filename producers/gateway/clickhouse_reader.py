"""ClickHouse, as the gateway reads it."""

import asyncio
import logging
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from connections import classify
from connections.clickhouse import client_errors, connect
from producers.errors import ViewUnavailableError
from producers.gateway.settings import GatewaySettings

if TYPE_CHECKING:
    from connections.clickhouse import Client

__all__ = ["ClickHouseReader"]

_LOG = logging.getLogger("engage.gateway")
_CONNECT_SECONDS = 3
_ANSWER_SECONDS = 10
_THREADS = 8


class ClickHouseReader:
    """Queries out of producers/gateway/sql, in threads of its own; a context manager. It connects when first asked."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="clickhouse")
        self._opening = threading.Lock()
        self._open: Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._close()

    async def rows(self, name: str, parameters: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Run a query and give its rows by column.

        Raises:
            ViewUnavailableError: ClickHouse did not answer, or refused.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._rows, name, parameters)

    def _rows(self, name: str, parameters: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        try:
            return list(self._client().query(_statement(name), parameters=dict(parameters)).named_results())
        except client_errors() as error:
            self._close()
            kind, advice = classify(error).kind, self._settings.clickhouse_connection.advice(error)
            _LOG.warning("view.unavailable query=%s kind=%s error=%s", name, kind, " ".join(str(error).split())[:300])
            did = "did not answer" if kind == "recoverable" else "refuses"
            raise ViewUnavailableError(
                f"ClickHouse at {self._settings.clickhouse_url} {did} {name}; is it running, and is "
                f"ENGAGE_CLICKHOUSE_URL right? What is sent is safe in Kafka all the same{advice}"
            ) from error

    def _client(self) -> "Client":
        with self._opening:
            if self._open is None:
                self._open = connect(
                    self._settings.clickhouse_connection,
                    client_name="engagement-gateway",
                    connect_seconds=_CONNECT_SECONDS,
                    answer_seconds=_ANSWER_SECONDS,
                    pool_size=_THREADS,
                )
            return self._open

    def _close(self) -> None:
        with self._opening:
            client, self._open = self._open, None
        if client is not None:
            client.close()


@cache
def _statement(name: str) -> str:
    return (files("producers.gateway") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
