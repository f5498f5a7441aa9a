"""What a panel's own statement answers, as Grafana would ask it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from dashboards.board import Board
from dashboards.build import as_json
from dashboards.macros import Context, Selection, expand
from dashboards.periods import instant
from dashboards.queries import queries_of
from dashboards.reader import Reader

__all__ = ["period_of", "rows_of"]


@cache
def _built(board: Board) -> dict[str, Any]:
    return as_json(board, "en")


def period_of(board: Board) -> tuple[datetime, datetime]:
    """The board's own period, at this moment."""
    now = datetime.now(UTC)
    period = _built(board)["time"]
    return instant(period["from"], now), instant(period["to"], now)


def rows_of(reader: Reader, board: Board, name: str, **chosen: str) -> Sequence[Mapping[str, Any]]:
    """The rows of a panel, by its English title, or of a variable or annotation; All but what is chosen."""
    built = _built(board)
    selections: dict[str, Selection] = {}
    for variable in built["templating"]["list"]:
        called = variable["name"]
        if called in chosen:
            selections[called] = Selection((chosen[called],))
        elif variable["type"] == "query":
            selections[called] = Selection(every=True)
        elif variable["type"] == "constant":
            selections[called] = Selection((variable["query"],), multi=False)
    start, end = period_of(board)
    (query,) = (query for query in queries_of(built) if query.name == name)
    answer = reader.answer(expand(query.sql, Context(start, end, 3_600_000, selections)))
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
