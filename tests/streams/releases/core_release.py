"""The database as the first release left it: its tables, its rows, its roll-ups by its own statement."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from streams.store import Store

__all__ = ["compute_as_core", "lay_core_release", "rows_of"]

FOLDER = Path(__file__).parent / "core"
STORED = date(2026, 11, 27)
"""When the rows were stored."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?: \d{2}:\d{2}:\d{2}(?:\.\d{3})?)?")


def lay_core_release(store: Store) -> None:
    """Put the first release's database into an engine that has none."""
    for name in ("create_databases", "create_migrations"):
        store.run_text(_text(name))
    for text in re.split(r";\s*\n", _text("0001_core")):
        store.run_text(text)
    for table in ("migrations", "gatherings", "check_ins", "head_counts", "quarantine"):
        _insert(store, table)
    _book(store)
    compute_as_core(store, "engagement.gatherings")


def compute_as_core(store: Store, table: str) -> None:
    """Compute participation by the first release's statement, of all gatherings that a table of facts has."""
    store.run_text(_text("create_touched"))
    store.run_text(f"INSERT INTO touched (programme, gathering) SELECT DISTINCT programme, gathering FROM {table}")  # noqa: S608
    store.run_text(_text("participation"))
    store.run_text("DROP TABLE touched")


def rows_of(table: str) -> Iterator[dict[str, Any]]:
    """What the first release had in a table, as if it had stored it today: all days moved by as many."""
    by = datetime.now(UTC).date() - STORED
    for line in (FOLDER / f"{table}.jsonl").read_text(encoding="utf-8").splitlines():
        yield {name: _moved(value, by) for name, value in json.loads(line).items()}


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {_moved(name, by): inner for name, inner in value.items()}
    if isinstance(value, str) and (instant := _DAY.fullmatch(value)):
        return (date.fromisoformat(instant[1]) + by).isoformat() + value[10:]
    return value


def _insert(store: Store, table: str) -> None:
    columns = store.query(
        f"SELECT name, type FROM system.columns WHERE database = 'engagement' AND table = '{table}' "  # noqa: S608
        f"AND name IN {tuple(next(rows_of(table)))} ORDER BY position"
    )
    names = ", ".join(name for name, _ in columns)
    written = ", ".join(f"{name} {'String' if type_ == 'FixedString(16)' else type_}" for name, type_ in columns)
    read = ", ".join(f"unhex({name})" if type_ == "FixedString(16)" else name for name, type_ in columns)
    rows = "\n".join(json.dumps(row) for row in rows_of(table)).replace("\\", "\\\\").replace("'", "\\'")
    written = written.replace("'", "\\'")
    store.run_text(
        f"INSERT INTO engagement.{table} ({names}) SELECT {read} FROM format(JSONEachRow, '{written}', '{rows}')"  # noqa: S608
    )


def _book(store: Store) -> None:
    """Book each offset by the first release's statement."""
    booked = [
        (row["topic"], row["partition"], row["outcome"], one) for row in rows_of("books") for one in row["offsets"]
    ]
    topics, partitions, outcomes, offsets = (list(column) for column in zip(*booked, strict=True))
    given = {"topics": topics, "partitions": partitions, "outcomes": outcomes, "firsts": offsets, "lasts": offsets}
    bound = re.sub(r"\{(\w+):([^}]+)\}", lambda asked: f"CAST({given[asked[1]]}, '{asked[2]}')", _text("book_outcomes"))
    store.run_text(bound)


def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8").strip().removesuffix(";")
