"""The HTTP answers of ClickHouse: rows with their headers, or the engine's error with its code."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import PlainTextResponse, Response

from embedded.clickhouse_engine import Answer, StatementError

# As ClickHouse's exceptionCodeToHTTPStatus has it; all other codes are 500.
_STATUSES: Mapping[int, int] = {
    **dict.fromkeys((6, 26, 27, 36, 38, 41, 43, 47, 53, 62, 69, 70, 72, 117, 130, 131, 386, 456, 457), 400),
    **dict.fromkeys((192, 193, 497), 403),
    **dict.fromkeys((46, 50, 56, 60, 73, 81, 115), 404),
    48: 501,
    159: 408,
    373: 423,
}
_CONTENT_TYPES: Mapping[str, str] = {
    "CSV": "text/csv; charset=UTF-8",
    "CSVWithNames": "text/csv; charset=UTF-8",
    "JSON": "application/json; charset=UTF-8",
    "JSONCompact": "application/json; charset=UTF-8",
    "TabSeparated": "text/tab-separated-values; charset=UTF-8",
}


def success(answer: Answer, shape: str | None, query_id: str, timezone: str) -> Response:
    """The answer of a statement that ran.

    Args:
        answer: What the engine gave.
        shape: The format of its rows; None for a statement without rows.
        query_id: The request's.
        timezone: In which the client shows times without one.
    """
    summary = {
        "read_rows": answer.read_rows,
        "read_bytes": answer.read_bytes,
        "written_rows": answer.written_rows,
        "written_bytes": answer.written_bytes,
        "result_rows": answer.result_rows,
        "elapsed_ns": answer.elapsed_ns,
    }
    headers = {
        "X-ClickHouse-Query-Id": query_id,
        "X-ClickHouse-Summary": json.dumps({name: str(value) for name, value in summary.items()}),
        "X-ClickHouse-Timezone": timezone,
    }
    if shape is None:
        return Response(headers=headers)
    headers["X-ClickHouse-Format"] = shape
    return Response(answer.data, headers=headers, media_type=_CONTENT_TYPES.get(shape, "application/octet-stream"))


def failure(error: StatementError, query_id: str) -> Response:
    """The answer of a statement that the engine refused, with ClickHouse's code and text."""
    return PlainTextResponse(
        error.message.strip() + "\n",
        status_code=_STATUSES.get(error.code, 500),
        headers={"X-ClickHouse-Exception-Code": str(error.code), "X-ClickHouse-Query-Id": query_id},
    )
