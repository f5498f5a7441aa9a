"""One HTTP request to ClickHouse: what it asks for, and its body in memory or, for data to insert, in a file."""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from embedded.clickhouse_engine import DEFAULT_SESSION_SECONDS, Scope, StatementError
from embedded.clickhouse_statement import HEAD_BYTES, DataInsert, data_insert

# Names that the HTTP interface takes for itself, or that say how to stream an answer: no settings here.
_NOT_SETTINGS = frozenset(
    {
        "buffer_size", "cancel_http_readonly_queries_on_client_close", "client_protocol_version", "compress",
        "database", "decompress", "default_format", "enable_http_compression", "password", "query", "query_id",
        "quota_key", "role", "send_progress_in_http_headers", "session_check", "session_id", "session_timeout",
        "stacktrace", "user", "wait_end_of_query",
    }
)  # fmt: skip
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_NAME = re.compile(rb'\bname="([^"]*)"')
_FILE_NAME = re.compile(rb'\bfilename="')


@dataclass(frozen=True, slots=True)
class ExternalTable:
    """A table sent along with a statement.

    Attributes:
        name: By which the statement reads it.
        content: Its rows.
        format: Their format.
        structure: ``column Type, …``.
    """

    name: str
    content: bytes
    format: str
    structure: str

    def filled_from(self, file: Path) -> str:
        """The statement that makes the table from a file with its content."""
        source = ", ".join(_literal(text) for text in (str(file), self.format, self.structure))
        return f"CREATE TEMPORARY TABLE `{self.name}` AS SELECT * FROM file({source})"  # noqa: S608  all quoted


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks.

    Attributes:
        text: The statement; empty for an INSERT with data.
        insert: Where its data belongs, if it has data.
        data: The file with the data, exactly as sent.
        compression: How the data in the file is compressed, in ClickHouse's words.
        external: Data for temporary tables that live as long as the statement.
        parameters: Values for the statement's ``{name:Type}`` places.
        default_format: The answer's format if the statement names none.
        scope: Session, database and settings.
    """

    text: str
    scope: Scope
    insert: DataInsert | None = None
    data: Path | None = None
    compression: str = "none"
    external: Sequence[ExternalTable] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    default_format: str = "TabSeparated"

    def discard(self) -> None:
        """Remove the file with the data."""
        if self.data is not None:
            self.data.unlink(missing_ok=True)


async def read(request: Request, spool: Path) -> Asked:
    """Read the whole request.

    Args:
        request: As it came.
        spool: Directory for files with data to insert.

    Raises:
        StatementError: The body's encoding is unknown, or it uses what this endpoint does not have.
    """
    form = dict(request.query_params)
    if form.get("compress", "0") not in {"", "0"} or form.get("decompress", "0") not in {"", "0"}:
        raise _unsupported("ClickHouse's own block compression; use Content-Encoding")
    encoding = request.headers.get("content-encoding", "identity")
    chunks = request.stream()
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("multipart/form-data"):
        fields, files = _parts(_plain(await _all(chunks), encoding), content_type)
        form |= fields
        external = [_external(name, content, form) for name, content in files.items()]
        return Asked(
            form.get("query", ""),
            _scope(form, request, external),
            external=external,
            parameters=_parameters(form),
            default_format=_default_format(form, request),
        )
    url_query = form.get("query", "").encode()
    head = bytearray(url_query + b"\n" if url_query else b"")
    scope, parameters = _scope(form, request), _parameters(form)
    insert = data_insert(url_query) if url_query else None
    if insert is not None:
        compression = _method(encoding)
        data = await _spooled(b"", chunks, spool)
        return Asked("", scope, insert, data, compression, parameters=parameters)
    if encoding != "identity":
        head += _plain(await _all(chunks), encoding)
    else:
        async for chunk in chunks:
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
    insert = data_insert(bytes(head[:HEAD_BYTES]))
    if insert is not None:
        data = await _spooled(memoryview(head)[insert.data_at :], chunks, spool)
        return Asked("", scope, insert, data, parameters=parameters)
    async for chunk in chunks:
        head += chunk
    text = head.decode(errors="replace")
    return Asked(text, scope, parameters=parameters, default_format=_default_format(form, request))


def _default_format(form: Mapping[str, str], request: Request) -> str:
    return form.get("default_format") or request.headers.get("x-clickhouse-format") or "TabSeparated"


def _external(name: str, content: bytes, form: Mapping[str, str]) -> ExternalTable:
    structure = form.get(f"{name}_structure") or ", ".join(
        f"_{place} {kind}" for place, kind in enumerate(form.get(f"{name}_types", "").split(","), start=1)
    )
    return ExternalTable(name.replace("`", ""), content, form.get(f"{name}_format", "TabSeparated"), structure)


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _scope(form: Mapping[str, str], request: Request, external: Sequence[ExternalTable] = ()) -> Scope:
    ours = {f"{table.name}_{what}" for table in external for what in ("format", "structure", "types")}
    return Scope(
        session=None if external else form.get("session_id") or None,
        session_seconds=float(form.get("session_timeout") or DEFAULT_SESSION_SECONDS),
        database=form.get("database") or request.headers.get("x-clickhouse-database") or None,
        settings={
            name: value
            for name, value in form.items()
            if name not in _NOT_SETTINGS and name not in ours and not name.startswith(("param_", "http_"))
        },
        read_only=request.method == "GET",
    )


def _parameters(form: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("param_"): value for name, value in form.items() if name.startswith("param_")}


def _parts(body: bytes, content_type: str) -> tuple[dict[str, str], dict[str, bytes]]:
    """Split a multipart form into its values and its files."""
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise StatementError("Code: 36. DB::Exception: multipart/form-data without a boundary. (BAD_ARGUMENTS)")
    values: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:]:
        head, found, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not found or name is None:
            continue
        if _FILE_NAME.search(head):
            files[name[1].decode()] = content
        else:
            values[name[1].decode()] = content.decode()
    return values, files


async def _all(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


async def _spooled(first: bytes | memoryview, chunks: AsyncIterator[bytes], spool: Path) -> Path:
    """Put data into a new file."""
    with tempfile.NamedTemporaryFile(dir=spool, delete=False) as file:
        file.write(first)
        async for chunk in chunks:
            file.write(chunk)
    return Path(file.name)


def _method(encoding: str) -> str:
    """ClickHouse's name of an HTTP content encoding."""
    methods = {"identity": "none", "gzip": "gzip", "deflate": "deflate", "lz4": "lz4", "zstd": "zstd", "br": "br"}
    if encoding not in methods:
        raise _unsupported(f"Content-Encoding {encoding}; use one of {', '.join(methods)}")
    return methods[encoding]


def _plain(body: bytes, encoding: str) -> bytes:
    """The body of a statement without its content encoding."""
    match encoding:
        case "identity":
            return body
        case "gzip" | "deflate":
            return zlib.decompress(body, wbits=47)
        case "lz4":
            from lz4 import frame

            return bytes(frame.decompress(body))
        case "zstd" | "br":
            import pyarrow as pa

            with pa.CompressedInputStream(pa.BufferReader(body), "brotli" if encoding == "br" else encoding) as stream:
                return stream.read()
        case _:
            raise _unsupported(f"Content-Encoding {encoding} of a statement; use gzip, lz4 or zstd")


def _unsupported(what: str) -> StatementError:
    return StatementError(f"Code: 48. DB::Exception: The embedded endpoint does not support {what}. (NOT_IMPLEMENTED)")
