"""ClickHouse's HTTP interface over the embedded engine: ``python -m embedded.clickhouse_endpoint --data DIR --port N``.

A client of ClickHouse over HTTP, such as clickhouse-connect, works unchanged. What differs from a server: no users
and grants (the engine answers with code 497), answers are sent whole and never compressed, and no progress is
reported while a statement runs. It listens on the loopback address only, and refuses requests under another host
name or from a web page.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import shutil
import signal
import socket
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from embedded.clickhouse_engine import Answer, Engine, StatementError
from embedded.clickhouse_statement import first_word, is_many, output_format

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from embedded.clickhouse_request import Asked

HOST = "127.0.0.1"
SHUTDOWN_SECONDS = 5
THREADS = 6
_MEMORY = Path("/dev/shm")  # noqa: S108  only a directory of our own in it is used
_HOSTS = frozenset({"127.0.0.1", "localhost"})


def application(data_dir: Path, options: Sequence[str] = ()) -> Starlette:
    """The web application over the engine in a directory, which it opens at start-up and closes at shutdown."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    from embedded.clickhouse_answer import failure, success
    from embedded.clickhouse_request import read

    engine = Engine(data_dir, options)
    spool = _spool(data_dir)
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="statement")

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        with engine, _emptied(spool):  # in this order: who has the engine open owns the files
            yield
            pool.shutdown(wait=True, cancel_futures=True)

    async def ping(request: Request) -> Response:
        if _is_foreign(request):
            return PlainTextResponse("Only for programs on this machine.\n", status_code=403)
        return PlainTextResponse("Ok.\n")

    async def statement(request: Request) -> Response:
        if _is_foreign(request):
            return PlainTextResponse("Only for programs on this machine.\n", status_code=403)
        query_id = request.query_params.get("query_id") or str(uuid.uuid4())
        asked = None
        try:
            asked = await read(request, spool)
            answer, shape = await asyncio.get_running_loop().run_in_executor(pool, _run, engine, asked)
        except StatementError as error:
            return failure(error, query_id)
        finally:
            if asked is not None:
                asked.discard()
        return success(answer, shape, query_id, asked.scope.settings.get("session_timezone", "UTC"))

    return Starlette(lifespan=life, routes=[Route("/ping", ping), Route("/", statement, methods=["GET", "POST"])])


def _spool(data_dir: Path) -> Path:
    """The directory for data on its way into an engine: in memory where the system offers it, else beside its data."""
    if not _MEMORY.is_dir():
        return data_dir.with_name(data_dir.name + ".spool")
    return _MEMORY / f"engagement-pipeline-{hashlib.sha256(str(data_dir.absolute()).encode()).hexdigest()[:16]}"


@contextmanager
def _emptied(directory: Path) -> Iterator[None]:
    """A directory without what a killed engine may have left in it; gone afterwards."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(directory)


def _is_foreign(request: Request) -> bool:
    """Whether a request comes under another name than this machine's (DNS rebinding) or from a web page."""
    return request.url.hostname not in _HOSTS or "origin" in request.headers


def _run(engine: Engine, asked: Asked) -> tuple[Answer, str | None]:
    """Run what was asked, in a thread of the pool; returns the answer and its format, None if it has no rows."""
    with engine.connection(asked.scope) as connection, tempfile.TemporaryDirectory() as directory:
        if asked.insert is not None and asked.data is not None:
            return connection.run(asked.insert.reading(asked.data, asked.compression), "Null", asked.parameters), None
        if is_many(asked.text):
            raise StatementError("Code: 62. DB::Exception: Multi-statements are not allowed. (SYNTAX_ERROR)")
        if first_word(asked.text) == "USE":
            connection.forget()
        for table in asked.external:
            file = Path(directory, uuid.uuid4().hex)
            file.write_bytes(table.content)
            connection.run(table.filled_from(file), "Null", {})
        shape = output_format(asked.text, asked.default_format)
        return connection.run(asked.text, shape or "Null", asked.parameters), shape


def main() -> None:
    """Serve until SIGTERM or SIGINT; statements under way get a few seconds, then the engine is closed."""
    import uvicorn

    parser = argparse.ArgumentParser(prog="embedded.clickhouse_endpoint")
    parser.add_argument("--data", type=Path, required=True, help="directory of the engine's data")
    parser.add_argument("--port", type=int, required=True, help="TCP port on the loopback address")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="one more of the engine's")
    options = parser.parse_args()
    listener = socket.create_server((HOST, options.port), backlog=128)
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again when it has shut down
        signal.signal(number, lambda _number, _frame: None)
    server = uvicorn.Server(
        uvicorn.Config(
            application(options.data, options.option),
            http="httptools",
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
    )
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
